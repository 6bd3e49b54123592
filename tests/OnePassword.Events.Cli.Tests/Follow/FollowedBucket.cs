using System.Text;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;
using OnePassword.Events.Testing.Storage;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>A fake S3, and what the tool needs to store the events of an emulator in it.</summary>
internal sealed class FollowedBucket : IAsyncDisposable
{
    public const string SecretVariable = "S3_SECRET";

    private readonly EventsEmulator _server;

    private FollowedBucket(EventsEmulator server, FakeS3 s3)
    {
        (_server, S3) = (server, s3);
        Settings = new(StringComparer.Ordinal)
        {
            ["bucket"] = FakeS3.Bucket,
            ["region"] = FakeS3.Region,
            ["endpoint"] = s3.Url.AbsoluteUri,
            ["access_key_id"] = s3.AccessKeyId,
            ["secret_access_key.env"] = SecretVariable,
        };
        Environment = new(StringComparer.Ordinal) { ["OP_EVENTS_TOKEN"] = server.Token, [SecretVariable] = s3.SecretAccessKey };
    }

    public FakeS3 S3 { get; }

    /// <summary>The keys of the output.</summary>
    public Dictionary<string, string> Settings { get; }

    /// <summary>The environment of the tool.</summary>
    public Dictionary<string, string> Environment { get; }

    /// <summary>The arguments of the tool.</summary>
    public string[] Follow =>
    [
        "follow", "--url", _server.BaseAddress.AbsoluteUri, "--poll", "1s", "--to", "s3",
        .. Settings.SelectMany(setting => new[] { "--set", $"{setting.Key}={setting.Value}" }),
    ];

    public bool HasAll => CliFixture.AllFeeds.All(feed => Lines(feed).Count >= Served(feed).Count);

    public static async Task<FollowedBucket> StartAsync(EventsEmulator server, FakeS3? s3 = null) =>
        new(server, await FakeS3.StartAsync(s3));

    /// <summary>Creates a tool with the environment, and with a terminal if a reply is typed.</summary>
    /// <param name="typed">The reply; null for no terminal.</param>
    /// <param name="clock">The clock; null for one with short waits.</param>
    public CliRunner Runner(string? typed = null, TimeProvider? clock = null)
    {
        var runner = new CliRunner { Clock = clock ?? new HastyClock(keepsTimeLimits: true), Typed = typed };
        foreach (var (name, value) in Environment)
            runner.Environment[name] = value;
        return runner;
    }

    /// <summary>Runs <c>config check</c>, whose time limit is not a wait that may be short.</summary>
    public Task<CliResult> CheckAsync(string config) =>
        Runner(clock: TimeProvider.System).StartAsync(["config", "check", config]);

    /// <summary>Writes a configuration with the account acme and the keys of the output.</summary>
    /// <returns>The path of the file.</returns>
    public string WriteConfig(FollowFixture follower)
    {
        follower.Folder.Write("token", _server.Token);
        return follower.Folder.Write(
            "follow.json",
            $$"""
            {
              "accounts": [{ "name": "acme", "url": "{{_server.BaseAddress}}", "token": { "file": "token" } }],
              "state": "state",
              "outputs": [{
                "type": "s3", "bucket": "{{Settings["bucket"]}}", "region": "{{Settings["region"]}}",
                "endpoint": "{{Settings["endpoint"]}}", "access_key_id": "{{Settings["access_key_id"]}}",
                "secret_access_key": { "env": "{{SecretVariable}}" }
              }]
            }
            """);
    }

    /// <summary>Returns how many events the bucket has.</summary>
    public int Count() => CliFixture.AllFeeds.Sum(feed => Lines(feed).Count);

    public void AssertComplete()
    {
        foreach (var feed in CliFixture.AllFeeds)
            Assert.That(Lines(feed), Is.EqualTo(Served(feed)), $"{feed}");
    }

    public ValueTask DisposeAsync() => S3.DisposeAsync();

    // As a query engine reads them.
    private List<string> Lines(EmulatorFeed feed) =>
    [
        .. EventsReader.Keys(S3.Objects.Keys.Where(key => key.Contains($"/feed={CliFixture.Name(feed)}/", StringComparison.Ordinal)))
            .SelectMany(key => EventsReader.Lines(S3.Objects[key].Content)).Select(Encoding.UTF8.GetString),
    ];

    // Each once: a server can send an event again.
    private List<string> Served(EmulatorFeed feed) =>
        [.. _server.ReadAll(feed, EmulatorApi.V2).Select(json => Encoding.UTF8.GetString(json.Span)).Distinct(StringComparer.Ordinal)];
}
