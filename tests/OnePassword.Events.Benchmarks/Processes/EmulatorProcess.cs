using System.Diagnostics;
using System.Globalization;

namespace OnePassword.Events.Benchmarks.Processes;

/// <summary>A process of <c>op-events emulator</c> without a quota, which is stopped on disposal.</summary>
internal sealed class EmulatorProcess : IDisposable
{
    public const string Token = "benchmark";

    private readonly Process _process;

    private EmulatorProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public string Url => Address.ToString().TrimEnd('/');

    /// <summary>
    /// Starts an emulator. All events are from the last 100 days, so that none of them becomes too old during the run.
    /// </summary>
    public static async Task<EmulatorProcess> StartAsync(string tool, int eventsPerFeed)
    {
        var process = Process.Start(ProcessRun.Prepare(
            tool, ["emulator", "--events", eventsPerFeed.ToString(CultureInfo.InvariantCulture), "--span", "100d", "--quota", "off", "--token", Token], null))!;
        var line = await process.StandardOutput.ReadLineAsync();
        if (line?.StartsWith("url ", StringComparison.Ordinal) != true)
            throw new InvalidOperationException($"The emulator did not start: {line}{await process.StandardError.ReadToEndAsync()}");
        return new(process, new Uri(line["url".Length..].Trim()));
    }

    /// <summary>Creates a client without a quota.</summary>
    public EventsClient Client() => new(Token, new EventsClientOptions
    {
        Region = EventsRegion.At(Address),
        Resilience = { RateLimiter = { PerMinute = 1_000_000, PerHour = 1_000_000 } },
    });

    /// <summary>Reads all pages of each feed, to be stored later.</summary>
    public static async Task<IReadOnlyList<List<FollowedPage<RawEvent>>>> PagesAsync(EventsClient client)
    {
        var feeds = new List<List<FollowedPage<RawEvent>>>();
        foreach (var feed in client.Feeds)
        {
            var pages = feed.FollowRawAsync(new MemoryCheckpointStore(), new FollowOptions { StopWhenCaughtUp = true });
            feeds.Add(await pages.ToListAsync());
        }
        return feeds;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
