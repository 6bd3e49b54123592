namespace OnePassword.Events.Benchmarks.Backfill;

/// <summary>A history that is read.</summary>
/// <param name="Latency">What each answer takes.</param>
/// <param name="Dense">Whether all events lie in one of the 120 days; else they are spread over them.</param>
/// <param name="PagesPerFeed">How many full pages each feed has.</param>
internal sealed record BackfillCase(TimeSpan Latency, bool Dense, int PagesPerFeed)
{
    /// <summary>Events on a page: few, because it is requests that the quota counts.</summary>
    public const int PageSize = 100;

    public int Pages => 3 * PagesPerFeed;

    public int EventsPerFeed => PagesPerFeed * PageSize;
}
