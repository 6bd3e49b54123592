using OnePassword.Events.Testing.Backfill;

namespace OnePassword.Events.Benchmarks.Backfill;

/// <summary>An account whose feeds are read in simulated time.</summary>
/// <param name="Name">The name of the history.</param>
/// <param name="PageSize">Events per page.</param>
/// <param name="Events">Events per feed of the longest history.</param>
/// <param name="History">Creates the history of a feed by its number of events and a seed.</param>
internal sealed record SimulationCase(string Name, int PageSize, int Events, Func<int, int, IReadOnlyList<DateTimeOffset>> History)
{
    public const int DefaultFeeds = 3;

    /// <summary>The number of histories that are averaged; the shortest is half as long as the longest.</summary>
    public const int Lengths = 8;

    private SimulatedFeed[][]? _histories;

    public int Feeds { get; init; } = DefaultFeeds;

    public int MaxBufferedPages { get; init; } = new ReadOptions().MaxBufferedPages;

    private SimulatedFeed[][] Histories => _histories ??= [.. Enumerable.Range(0, Lengths).Select(CreateFeeds)];

    /// <returns>The mean share of the quota's ceiling, and the mean number of requests beyond the needed ones.</returns>
    public (double Share, double Wasted) Run(TimeSpan latency)
    {
        var runs = Histories.Select((feeds, length) => Run(feeds, Simulation.Around(latency, length))).ToList();
        return (runs.Average(run => run.Share), runs.Average(run => run.Wasted));
    }

    private (double Share, int Wasted) Run(SimulatedFeed[] feeds, Func<int, TimeSpan> latency)
    {
        var simulation = new Simulation { Latency = latency };
        var query = EventQuery.Between(Testing.Backfill.Histories.Start, Testing.Backfill.Histories.Now, PageSize);
        var readings = simulation.Run(feeds, query, new ReadOptions { MaxBufferedPages = MaxBufferedPages });
        foreach (var (feed, reading) in feeds.Zip(readings))
        {
            var ids = reading.Pages.SelectMany(page => page.Events).Select(@event => @event.Id);
            if (!ids.SequenceEqual(Enumerable.Range(0, feed.Count)))
                throw new InvalidOperationException($"{Name}: events are missing, duplicate or out of order.");
        }
        var pages = feeds.Sum(feed => (feed.Count + PageSize - 1) / PageSize);
        return (BackfillRace.CeilingOf(pages) / simulation.Elapsed, simulation.Requests.Count - pages);
    }

    private SimulatedFeed[] CreateFeeds(int length)
    {
        var count = Events / 2 * (Lengths + length) / Lengths;
        return [.. Enumerable.Range(1, Feeds).Select(feed => new SimulatedFeed(History(count, (10 * length) + feed)))];
    }
}
