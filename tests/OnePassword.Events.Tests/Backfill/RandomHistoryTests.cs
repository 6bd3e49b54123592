using OnePassword.Events.Testing.Backfill;
using OnePassword.Events.Tests.Properties;

namespace OnePassword.Events.Tests.Backfill;

/// <summary>
/// Parallel readings of random histories in simulated time, with responses in random order. A seed always gives the same reading.
/// </summary>
public sealed class RandomHistoryTests
{
    private const int Histories = 8;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void Every_event_is_read_once_also_after_resuming_from_any_position(
        [Values] bool late,
        [Values(60, 600, 100_000)] int perMinute,
        [Values(0, 40, 3_000)] int maxLatency,
        [Values(2, 5, 64)] int maxBufferedPages)
    {
        for (var seed = 0; seed < Histories * Mutations.Factor; seed++)
        {
            var random = new Random(seed);
            var times = CreateHistory(random, late);
            var query = EventQuery.Between(Start, Start.AddDays(60), random.Next(8, 60));
            var options = new ReadOptions { Parallelism = random.Next(1, 65), MaxBufferedPages = maxBufferedPages };

            var pages = Read(options);
            AssertOnce(pages, times, $"history {seed}");

            var last = pages[random.Next(pages.Count)];
            options.ResumeFrom = last.Position;
            AssertOnce(
                [.. pages.TakeWhile(page => page != last), last, .. Read(options)],
                times,
                $"history {seed}, resumed from {last.Position!.CompleteUntil:O} {last.Position.Window?.Cursor}");

            List<SimulatedPage> Read(ReadOptions how)
            {
                var simulation = new Simulation
                {
                    Latency = _ => TimeSpan.FromMilliseconds(random.Next(maxLatency + 1)),
                    TimeInUse = _ => TimeSpan.FromMilliseconds(random.Next(4) * random.Next(maxLatency + 1)),
                    PerMinute = perMinute,
                };
                var reading = simulation.Run([new SimulatedFeed(times, endInclusive: random.Next(2) == 0)], query, how)[0];
                Assert.That(reading.MostHeld, Is.LessThanOrEqualTo(maxBufferedPages), $"buffered pages of history {seed}");
                return reading.Pages;
            }
        }
    }

    private static void AssertOnce(List<SimulatedPage> pages, List<DateTimeOffset> times, string which)
    {
        var ids = pages.SelectMany(page => page.Events).Select(@event => @event.Id).ToList();
        Assert.That(
            ids.Order().SequenceEqual(Enumerable.Range(0, times.Count)),
            Is.True,
            $"{which}: {ids.Count} events, {ids.Distinct().Count()} different ones, of {times.Count}");
        if (times.SequenceEqual(times.Order()))
            Assert.That(ids, Is.Ordered, which);
    }

    /// <summary>
    /// Gaps of all sizes, including none; if <paramref name="late"/>, a fifth of the events arrives after younger ones.
    /// </summary>
    private static List<DateTimeOffset> CreateHistory(Random random, bool late)
    {
        var at = Start.AddDays(random.Next(0, 30));
        var times = new List<DateTimeOffset>();
        for (var number = random.Next(0, 3_000); number > 0; number--)
        {
            at = at.AddTicks(random.Next(6) switch
            {
                0 => 0,
                1 => random.Next(1, 10_000),
                2 => 10_000,
                3 => random.Next(1, 1_000_000),
                4 => random.Next(1, 100_000_000),
                _ => random.Next(300) == 0 ? TimeSpan.FromHours(random.Next(1, 40)).Ticks : 17,
            });
            times.Add(at);
        }
        if (!late)
            return times;
        var arrivals = times.Select((time, index) => (Time: time, Place: index + (random.Next(5) == 0 ? random.Next(0, 500) : 0)));
        return [.. arrivals.OrderBy(one => one.Place).Select(one => one.Time)];
    }
}
