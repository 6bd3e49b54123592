using OnePassword.Events.Testing.Backfill;

namespace OnePassword.Events.Tests.Backfill;

/// <summary>The requests of the scheduler, in simulated time. The benchmark "simulation" measures far more histories.</summary>
public sealed class ReadSchedulerTests
{
    private static readonly EventQuery Query = EventQuery.Between(Histories.Start, Histories.Now, pageSize: 50);

    [Test]
    public void Parallel_reading_of_an_even_history_uses_the_quota_at_any_latency([Values(50, 250, 1_000)] int latency) =>
        Assert.That(ShareOfQuota(Histories.Uniform(95_000), latency), Is.GreaterThan(0.9));

    [Test]
    public void Parallel_reading_of_working_hours_uses_the_quota([Values(50, 250)] int latency) =>
        Assert.That(ShareOfQuota(Histories.WorkingHours(95_000), latency), Is.GreaterThan(0.85));

    [Test, Description("Regression: after the consumer's disk stood still, requests filled the memory.")]
    public void Pause_of_the_consumer_stops_requests_although_the_buffer_has_room()
    {
        var pause = TimeSpan.FromHours(1);
        var simulation = new Simulation
        {
            Latency = _ => TimeSpan.FromMilliseconds(20),
            TimeInUse = page => page == 100 ? pause : TimeSpan.Zero,
        };
        simulation.Run([new SimulatedFeed(Histories.Uniform(95_000))], Query, new ReadOptions());
        Assert.That(
            simulation.Requests.Count(time => time < pause / 2),
            Is.InRange(100, 115),
            "100 pages, the buffer of two windows, and a few that are not full");
    }

    [Test]
    public void Read_at_a_low_latency_holds_few_pages_and_still_sends_two_requests_at_a_time()
    {
        var latency = TimeSpan.FromMilliseconds(20);
        var simulation = new Simulation { Latency = _ => latency };
        var reading = simulation.Run([new SimulatedFeed(Histories.Uniform(20_000))], Query, new ReadOptions())[0];
        Assert.That(reading.MostHeld, Is.LessThanOrEqualTo(7));
        Assert.That(simulation.Elapsed, Is.LessThan(0.6 * simulation.Requests.Count * latency));
    }

    [Test, Description("Regression: events came twice if the latency grew, so that a window was split late and repeatedly.")]
    public void Every_event_is_read_once_while_the_latency_jumps([Range(0, 9)] int seed)
    {
        var feed = new SimulatedFeed([.. Histories.Imports(20_000, seed)]);
        var simulation = new Simulation { Latency = request => LatencyOf(new Random((seed * 1_000) + (request / 40))) };
        var reading = simulation.Run([feed], Query, new ReadOptions())[0];
        var ids = reading.Pages.SelectMany(page => page.Events).Select(@event => @event.Id);
        Assert.That(ids.SequenceEqual(Enumerable.Range(0, feed.Count)), Is.True);
    }

    private static TimeSpan LatencyOf(Random random) =>
        TimeSpan.FromMilliseconds(random.Next(5) switch { 0 => 3_000, 1 => 600, 2 => 300, _ => 50 });

    // The ceiling is the least time in which the quota admits the needed pages, with its first burst.
    private static double ShareOfQuota(IReadOnlyList<DateTimeOffset> history, int latency)
    {
        var feeds = Enumerable.Range(0, 3).Select(_ => new SimulatedFeed(history)).ToList();
        var simulation = new Simulation { Latency = _ => TimeSpan.FromMilliseconds(latency) };
        simulation.Run(feeds, Query, new ReadOptions());
        var pages = feeds.Sum(feed => feed.Count) / Query.PageSize!.Value;
        return TimeSpan.FromMinutes((pages - 1) / simulation.PerMinute) / simulation.Elapsed;
    }
}
