using System.Text;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;
using Spectre.Console;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>A running <c>op-events follow</c> of an emulator, with a folder for its output and one for its state.</summary>
internal sealed class FollowFixture : IAsyncDisposable
{
    private const string Token = "t0ken-of-the-followed-account";

    private readonly CancellationTokenSource _interruption = new();
    private FailingDisk? _disk;
    private CliRunner _tool = new();
    private Task<CliResult>? _run;

    private FollowFixture(EventsEmulator server) => Server = server;

    public EventsEmulator Server { get; private set; }

    public TemporaryFolder Folder { get; } = new();

    public string Out => Folder["out"];

    public string State => Folder["state"];

    public string Error => _tool.Error;

    /// <summary>The disk of the tool, which then runs in this process. Use it before the start.</summary>
    public FailingDisk Disk => _disk ??= new();

    /// <summary>The environment of the tool, beside the token.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>How often the tool retries a request, without a delay.</summary>
    public int Retries { get; set; }

    /// <summary>Creates the terminal on standard error; null for none.</summary>
    public Func<TextWriter, IAnsiConsole>? Terminal { get; set; }

    /// <summary>The width of the terminal on standard output; null for no terminal.</summary>
    public int? Columns { get; set; }

    /// <summary>The address of health and metrics.</summary>
    public Uri StatusAddress =>
        new(Error.Split('\n').Single(line => line.StartsWith("Health and metrics: ", StringComparison.Ordinal)).Split(' ')[3]);

    /// <summary>The number of requests without a response.</summary>
    public int Hanging => Server.Requests.Count(request => request.Status == 0);

    public static async Task<FollowFixture> CreateAsync(int events = 60, int port = 0, string? token = null) =>
        new(await EventsEmulator.StartAsync(Options(events, port) with { Token = token ?? Token }));

    /// <summary>Starts to follow until <see cref="StopAsync"/>.</summary>
    public FollowFixture Start(params string[] args) => StartOf(With(args));

    public FollowFixture StartOf(string[] args)
    {
        _tool = CliRunner();
        _run = _tool.StartAsync(["follow", .. args], _interruption.Token);
        return this;
    }

    /// <summary>Writes the available events and stops.</summary>
    public Task<CliResult> OnceAsync(params string[] args) => RunAsync([.. With(args), "--once"]);

    public Task<CliResult> RunAsync(params string[] args) => CliRunner().StartAsync(["follow", .. args]);

    public Task ReportedAsync(string text) =>
        Wait.UntilAsync(() => Error.Contains(text, StringComparison.Ordinal), $"the tool reports '{text}'");

    /// <summary>Waits until the files contain all events of the server, once and in order.</summary>
    public Task HasAllAsync() => Wait.UntilAsync(() => CliFixture.AllFeeds.All(HasAll));

    public void AssertAll()
    {
        foreach (var feed in CliFixture.AllFeeds)
            Assert.That(NumberedFiles.Lines(Out, CliFixture.Name(feed)), Is.EqualTo(Served(feed)), $"{feed}");
    }

    public bool HasAll(EmulatorFeed feed) =>
        NumberedFiles.TryLines(Out, CliFixture.Name(feed))?.SequenceEqual(Served(feed), StringComparer.Ordinal) == true;

    public List<string> Served(EmulatorFeed feed) =>
        [.. Server.ReadAll(feed, EmulatorApi.V2).Select(json => Encoding.UTF8.GetString(json.Span))];

    public void Append(EmulatorFeed feed, string uuid, TimeSpan age) => Server.Append(
        feed, Encoding.UTF8.GetBytes($$"""{"uuid":"{{uuid}}","timestamp":"{{TimeProvider.System.GetUtcNow() - age:yyyy-MM-dd'T'HH:mm:ss'Z'}}"}"""));

    /// <summary>Restarts the server with the same events.</summary>
    public async Task RestartServerAsync(Func<Task> meanwhile)
    {
        var port = Server.BaseAddress.Port;
        await Server.DisposeAsync();
        await meanwhile();
        Server = await EventsEmulator.StartAsync(Options(60, port));
    }

    public async Task<CliResult> StopAsync()
    {
        await _interruption.CancelAsync();
        return await EndedAsync();
    }

    /// <summary>Waits until the run has ended by itself.</summary>
    public async Task<CliResult> EndedAsync() =>
        await _run!.WaitAsync(Wait.Limit, TimeProvider.System);

    /// <summary>Writes a configuration with two accounts of the server, "acme" and "other". Returns its path.</summary>
    public string WriteConfig(string otherTokenFile) => Folder.Write("follow.json", $$"""
        {
          "accounts": [
            { "name": "other", "url": "{{Server.BaseAddress}}", "token": { "file": "{{otherTokenFile}}" } },
            { "name": "acme", "url": "{{Server.BaseAddress}}", "token": { "file": "token" } }
          ],
          "state": "state", "outputs": [{ "type": "files", "folder": "out" }], "poll": { "min": "1s", "max": "1s" }, "listen": 0
        }
        """);

    /// <summary>Sends a GET request to the endpoint for health and metrics.</summary>
    public string Get(string path, string? host = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(StatusAddress, path)) { Headers = { Host = host } };
        using var response = http.Send(request);
        using var reader = new StreamReader(response.Content.ReadAsStream(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    public async ValueTask DisposeAsync()
    {
        if (_run is not null)
            await StopAsync();
        await Server.DisposeAsync();
        _interruption.Dispose();
        Folder.Dispose();
    }

    private string[] With(string[] args)
    {
        string[] defaults =
            ["--url", Server.BaseAddress.AbsoluteUri, "--output", Out, "--state", State, "--page-size", "20", "--poll", "1s"];
        return [.. args, .. defaults.Chunk(2).Where(option => !args.Contains(option[0], StringComparer.Ordinal)).SelectMany(option => option)];
    }

    // The same events at each start.
    private static EmulatorOptions Options(int events, int port) => new()
    {
        EventsPerFeed = events,
        Port = port,
        Quota = Quota.Off,
        Token = Token,
        Now = new DateTimeOffset(TimeProvider.System.GetUtcNow().Date, TimeSpan.Zero),
    };

    private CliRunner CliRunner()
    {
        var runner = new CliRunner
        {
            Environment = { ["OP_EVENTS_TOKEN"] = Server.Token },
            Limit = Timeout.InfiniteTimeSpan,
            Disk = BuiltTool.IsNamed ? _disk : Disk,
            Terminal = Terminal,
            Columns = Columns,
            Resilience = Retries == 0 ? null : options =>
            {
                options.Retry.MaxRetryAttempts = Retries;
                options.Retry.Delay = options.Retry.MaxDelay = TimeSpan.Zero;
            },
        };
        foreach (var (name, value) in Environment)
            runner.Environment[name] = value;
        return runner;
    }
}
