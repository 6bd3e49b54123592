using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>The examples of the guide of destinations run as they are, with an emulator and a fake service.</summary>
[Category("InProcess")]
public sealed class DestinationGuideTests
{
    private const string Emulator = "http://127.0.0.1:18080";

    [Test]
    public async Task Splunk_example_delivers_each_event_with_its_index_and_source_type()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var splunk = await FakeSplunk.StartAsync();
        splunk.Indexes = ["onepassword", "onepassword_signins"];
        var run = await RunAsync(follower, "splunk", ("https://splunk.example.com:8088", splunk.Url), ("HEC_TOKEN", splunk.Token));

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(splunk.Events.Select(one => one.Event), Is.Unique);
        Assert.That(splunk.Events.CountBy(one => (one.SourceType, one.Index, one.Source)), Is.EquivalentTo(new[]
        {
            KeyValuePair.Create(((string?)"1password:insights:audit_events", (string?)"onepassword", (string?)"acme"), 60),
            KeyValuePair.Create(((string?)"1password:insights:item_usages", (string?)"onepassword", (string?)"acme"), 60),
            KeyValuePair.Create(((string?)"1password:insights:signin_attempts", (string?)"onepassword_signins", (string?)"acme"), 60),
        }));
        Assert.That(run.Error, Does.Not.Contain(splunk.Token));
    }

    [Test, Property("Statement", 24)]
    [Description("config check proves the token without an event, and says what it cannot prove.")]
    public async Task Check_of_the_Splunk_example_sends_no_event()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var splunk = await FakeSplunk.StartAsync();
        var file = Write(follower, "splunk", ("https://splunk.example.com:8088", splunk.Url), ("HEC_TOKEN", splunk.Token));
        var run = await CheckAsync();
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.OutputText, Does.Contain("; at least once; accepted, not confirmed as indexed")
            .And.Contain("        ok     The token is valid.\n")
            .And.Contain("        note   Splunk checks the index with the first event: 'onepassword', 'onepassword_signins'."));
        splunk.Token = "another";
        run = await CheckAsync();
        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(run.OutputText, Does.Contain("        FAILS  HTTP 403: Invalid token (code 4)."));
        Assert.That(splunk.Events, Is.Empty);

        Task<CliResult> CheckAsync()
        {
            var tool = new CliRunner();
            foreach (var (name, value) in follower.Environment)
                tool.Environment[name] = value;
            return tool.StartAsync(["config", "check", file]);
        }
    }

    [Test]
    public async Task Https_example_delivers_each_event()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var siem = await FakeEndpoint.StartAsync();
        follower.Environment["SIEM_KEY"] = "key-of-the-siem";
        follower.Environment["SIEM_SIGNING_SECRET"] = "signing-secret";
        siem.Token = "token-of-the-siem";
        var run = await RunAsync(follower, "https", ("https://siem.example.com/events", siem.Url), ("SIEM_TOKEN", siem.Token));

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(siem.Lines, Has.Count.EqualTo(180).And.Unique);
        var request = siem.Requests.First();
        Assert.That((request.Header("X-Tenant"), request.Header("X-Api-Key")), Is.EqualTo(("acme", "key-of-the-siem")));
        Assert.That(request.Header("X-Signature"), Does.Match("^sha256=[0-9a-f]{64}$"));
    }

    private static Task<CliResult> RunAsync(
        FollowFixture follower, string example, (string Placeholder, Uri Url) service, (string Variable, string Value) secret) =>
        follower.RunAsync("--once", "--config", Write(follower, example, service, secret));

    private static string Write(
        FollowFixture follower, string example, (string Placeholder, Uri Url) service, (string Variable, string Value) secret)
    {
        var guide = Repository.Read("src/OnePassword.Events.Cli/docs/destinations.md").ReplaceLineEndings("\n");
        var config = guide.Split($"<!-- {example} -->\n```json\n")[1].Split("```")[0];
        follower.Environment["ACME_TOKEN"] = follower.Server.Token;
        follower.Environment[secret.Variable] = secret.Value;
        return follower.Folder.Write("follow.json", config
            .Replace(Emulator, follower.Server.BaseAddress.AbsoluteUri, StringComparison.Ordinal)
            .Replace(service.Placeholder, service.Url.AbsoluteUri, StringComparison.Ordinal));
    }
}
