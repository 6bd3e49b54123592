namespace OnePassword.Events.Benchmarks.Backfill;

/// <summary>A history that is read in real time.</summary>
/// <param name="Latency">The latency of each response.</param>
/// <param name="Dense">Whether all events are in one of the 120 days; otherwise they are spread evenly.</param>
/// <param name="PagesPerFeed">The number of full pages per feed.</param>
internal sealed record BackfillCase(TimeSpan Latency, bool Dense, int PagesPerFeed)
{
    /// <summary>Events per page. The quota counts requests, so small pages measure the same.</summary>
    public const int PageSize = 100;

    public int Pages => 3 * PagesPerFeed;

    public int EventsPerFeed => PagesPerFeed * PageSize;
}
