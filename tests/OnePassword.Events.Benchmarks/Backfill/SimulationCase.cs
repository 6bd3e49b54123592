using OnePassword.Events.Testing.Backfill;

namespace OnePassword.Events.Benchmarks.Backfill;

/// <summary>An account whose feeds are read in simulated time.</summary>
/// <param name="Name">The name of the history.</param>
/// <param name="PageSize">Events per page.</param>
/// <param name="History">Creates the history of a feed by the feed's number.</param>
internal sealed record SimulationCase(string Name, int PageSize, Func<int, IReadOnlyList<DateTimeOffset>> History)
{
    public const int DefaultFeeds = 3;

    private IReadOnlyList<SimulatedFeed>? _feeds;

    public int Feeds { get; init; } = DefaultFeeds;

    public int MaxBufferedPages { get; init; } = new ReadOptions().MaxBufferedPages;

    /// <summary>Gets the least number of requests.</summary>
    public int Pages => Content.Sum(feed => Math.Max(1, (feed.Count + PageSize - 1) / PageSize));

    private IReadOnlyList<SimulatedFeed> Content =>
        _feeds ??= [.. Enumerable.Range(1, Feeds).Select(number => new SimulatedFeed(History(number)))];

    /// <returns>The share of the quota's ceiling, and the requests beyond the needed ones.</returns>
    public (double Share, int Wasted) Run(Func<int, TimeSpan> latency)
    {
        var simulation = new Simulation { Latency = latency };
        var query = EventQuery.Between(Histories.Start, Histories.Now, PageSize);
        var readings = simulation.Run(Content, query, new ReadOptions { MaxBufferedPages = MaxBufferedPages });
        foreach (var (feed, reading) in Content.Zip(readings))
        {
            var ids = reading.Pages.SelectMany(page => page.Events).Select(@event => @event.Id);
            if (!ids.SequenceEqual(Enumerable.Range(0, feed.Count)))
                throw new InvalidOperationException($"{Name}: events are missing, duplicate or out of order.");
        }
        return (BackfillRace.CeilingOf(Pages) / simulation.Elapsed, simulation.Requests.Count - Pages);
    }
}
