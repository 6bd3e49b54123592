using System.Text;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Support;

/// <summary>An emulator whose clock starts at <see cref="Now"/>, a tool with its token and clock, and a folder.</summary>
internal sealed class CliFixture : IAsyncDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private CliFixture(EventsEmulator server, CliRunner tool) => (Server, Runner) = (server, tool);

    public static EmulatorFeed[] AllFeeds { get; } = Enum.GetValues<EmulatorFeed>();

    public EventsEmulator Server { get; }

    public CliRunner Runner { get; }

    public TemporaryFolder Folder { get; } = new();

    public string Url => Server.BaseAddress.AbsoluteUri;

    public static Task<CliFixture> StartAsync(params Fault[] faults) => StartAsync(new EmulatorOptions(), faults);

    public static async Task<CliFixture> StartAsync(EmulatorOptions options, params Fault[] faults) =>
        await StartAsync(options, new CliRunner { Clock = new FakeTimeProvider(Now) }, faults);

    public static async Task<CliFixture> StartAsync(EmulatorOptions options, CliRunner tool, params Fault[] faults)
    {
        // The tool warns about different clocks. A test that runs the tool as a process sets the emulator's clock itself.
        var clock = tool.Clock is FakeClock && options.Now is null ? tool.Clock : options.TimeProvider;
        var server = await EventsEmulator.StartAsync(options with { Now = options.Now ?? Now, TimeProvider = clock });
        foreach (var fault in faults)
            server.Inject(fault);
        tool.Environment["OP_EVENTS_TOKEN"] = server.Token;
        return new CliFixture(server, tool);
    }

    /// <summary>Exports to the folder, unless <paramref name="args"/> contain --output.</summary>
    public Task<CliResult> ExportAsync(params string[] args) => ExportAsync(args, CancellationToken.None);

    public async Task<CliResult> ExportAsync(string[] args, CancellationToken cancellationToken)
    {
        string[] output = args.Contains("--output", StringComparer.Ordinal) ? [] : ["--output", Folder.Path];
        var run = await Runner.StartAsync(["export", "--url", Url, .. output, .. args], cancellationToken);
        foreach (var file in Folder.Files)
            Assert.That(Folder.ReadText(file), Does.Not.Contain(Server.Token), "a token in a file");
        return run;
    }

    /// <summary>Interrupts an export whose requests do not end. The time that it gives them passes on the fake clock.</summary>
    public async Task InterruptAsync(CancellationTokenSource interruption)
    {
        await interruption.CancelAsync();
        var grace = TimeSpan.FromSeconds(2);
        if (Runner.Clock is FakeClock clock)
            clock.Advance(grace);
        else if (Runner.Clock is FakeTimeProvider provider)
            provider.Advance(grace);
    }

    /// <summary>The requests for a feed, including stalled ones.</summary>
    public IEnumerable<RequestLogEntry> RequestsFor(EmulatorFeed feed) =>
        Server.Requests.Where(request => request.Path.EndsWith($"/{Name(feed)}", StringComparison.Ordinal));

    /// <summary>Waits until an export has written this many events of a feed. It can send the next request earlier.</summary>
    public async Task WrittenAsync(EmulatorFeed feed, int events)
    {
        var partial = new FileInfo(Folder[File(feed) + ".partial"]);
        var length = SplitLines(Lines(feed)).Take(events).Sum(line => Encoding.UTF8.GetByteCount(line) + 1);
        await Wait.UntilAsync(() => Length() == length);

        long Length()
        {
            partial.Refresh();
            return partial.Exists ? partial.Length : -1;
        }
    }

    /// <summary>Waits until an export has written some events of a feed.</summary>
    public Task PartialAsync(EmulatorFeed feed, string ending = "") => Wait.UntilAsync(
        () => new FileInfo(Folder[$"{File(feed)}{ending}.partial"]) is { Exists: true, Length: > 0 });

    /// <summary>Asserts that lines are the beginning of a feed, and not the complete feed.</summary>
    public void AssertBeginning(EmulatorFeed feed, byte[] lines)
    {
        var (actual, all) = (SplitLines(lines), SplitLines(Lines(feed)));
        Assert.That(actual, Has.Length.InRange(1, all.Length - 1).And.EqualTo(all[..Math.Min(actual.Length, all.Length)]));
    }

    /// <summary>The lines of a complete export of a feed.</summary>
    public byte[] Lines(EmulatorFeed feed, EmulatorApi api = EmulatorApi.V2) =>
        [.. Server.ReadAll(feed, api).SelectMany(json => json.ToArray().Where(b => b is not ((byte)'\r' or (byte)'\n')).Append((byte)'\n'))];

    public static string Name(EmulatorFeed feed) => FeedNames.All[(int)feed];

    public static string File(EmulatorFeed feed) => Name(feed) + ".ndjson";

    public static string Version(EmulatorApi api) => api == EmulatorApi.V1 ? "v1" : "v2";

    public static string[] SplitLines(byte[] lines) =>
        Encoding.UTF8.GetString(lines).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Folder.Dispose();
    }
}
