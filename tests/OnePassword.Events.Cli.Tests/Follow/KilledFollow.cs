using System.Globalization;
using System.Text;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>
/// Runs <c>op-events follow</c> of three feeds into a service that fails at random, kills it repeatedly, and lets the last run
/// finish. Events arrive meanwhile.
/// </summary>
internal sealed class KilledFollow : IAsyncDisposable
{
    // By default 105 in all. A tool that is not compiled ahead of time starts ten times slower.
    private static readonly int Kills = Environment.GetEnvironmentVariable("OP_EVENTS_KILLS") is { } kills
        ? int.Parse(kills, CultureInfo.InvariantCulture)
        : BuiltTool.IsNamed ? 15 : 3;

    private static readonly int EventsPerFeed = 100 * Kills;
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(5);

    private readonly EventsEmulator _server;
    private readonly Random _random = new(TestContext.CurrentContext.Random.Next());

    private KilledFollow(EventsEmulator server) => _server = server;

    public TemporaryFolder Folder { get; } = new();

    private int PageSize { get; init; }

    /// <summary>The longest time from the first request of a run to its end.</summary>
    private TimeSpan LongestRun { get; init; }

    /// <summary>The uuids of all events of the server.</summary>
    public IEnumerable<string> Uuids =>
        from feed in CliFixture.AllFeeds
        from json in _server.ReadAll(feed, EmulatorApi.V2)
        select RawEvent.Parse(json).Uuid;

    public static async Task<KilledFollow> StartAsync(int pageSize = 20, TimeSpan? longestRun = null) =>
        new(await EventsEmulator.StartAsync(new EmulatorOptions
        {
            EventsPerFeed = EventsPerFeed,
            Span = TimeSpan.FromDays(60),
            Quota = Quota.Off,
            Latency = Latency,
        }))
        {
            PageSize = pageSize,
            LongestRun = longestRun ?? TimeSpan.FromMilliseconds(40),
        };

    /// <summary>Runs and kills the tool with an output, then lets it deliver the remaining events.</summary>
    public async Task RunAsync(FakeService service, Action killed, params string[] output)
    {
        string[] follow =
        [
            "follow", "--url", _server.BaseAddress.AbsoluteUri, "--state", Folder["state"], "--poll", "1s",
            "--page-size", PageSize.ToString(CultureInfo.InvariantCulture), "--set", $"url={service.Url}", .. output,
        ];
        service.Choose = _ => NextFault();
        var progress = new List<int>();
        for (var kill = 0; kill < Kills; kill++)
        {
            Append(kill); // Each run needs an event to send.
            await KillAsync(service, follow);
            progress.Add(service.Requests.Count);
            killed();
        }
        service.Choose = _ => null;
        using var last = CliProcess.Start(_server.Token, [.. follow, "--once"]);
        var (exitCode, _, error) = await last.EndAsync();
        Assert.That(exitCode, Is.Zero, error);
        TestContext.Out.WriteLine($"requests at each kill: {string.Join(' ', progress)}; in all: {service.Requests.Count}");
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Folder.Dispose();
    }

    private async Task KillAsync(FakeService service, string[] follow)
    {
        var requests = service.Requests.Count;
        using var tool = CliProcess.Start(_server.Token, follow);
        var inTheBeginning = Next(5) == 0;
        await Wait.UntilAsync(() => inTheBeginning || tool.HasExited || service.Requests.Count > requests);
        await Task.Delay(TimeSpan.FromMilliseconds(Next((int)LongestRun.TotalMilliseconds)), TimeProvider.System);
        Assert.That(tool.HasExited, Is.False, tool.Error);
        tool.Kill();
    }

    private void Append(int number)
    {
        var time = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        foreach (var feed in CliFixture.AllFeeds)
            _server.Append(feed, Encoding.UTF8.GetBytes($$"""{"uuid":"{{feed}}{{number}}","timestamp":"{{time}}"}"""));
    }

    // The service can process a request whose response is lost or is a failure.
    private ServiceFault? NextFault() => Next(100) switch
    {
        < 6 => new ServiceFault.Respond(new ServiceReply(503).RetryAfter("0")),
        < 8 => new ServiceFault.Respond(new ServiceReply(503).RetryAfter("0")) { AfterProcessing = true },
        8 => new ServiceFault.Abort(),
        < 11 => new ServiceFault.Abort { AfterProcessing = true },
        < 13 => new ServiceFault.Cut(),
        13 => new ServiceFault.Hang(),
        _ => null,
    };

    private int Next(int max)
    {
        lock (_random)
            return _random.Next(max);
    }
}
