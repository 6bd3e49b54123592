using OnePassword.Events.Benchmarks.Reporting;
using OnePassword.Events.Testing.Backfill;

namespace OnePassword.Events.Benchmarks.Backfill;

/// <summary>
/// Runs the scheduler of the parallel reader on many histories in simulated time: how much of the quota it uses, and how many
/// requests it wastes.
/// </summary>
internal static class SimulationPart
{
    private static readonly int[] Latencies = [50, 250, 1_000];

    private static readonly SimulationCase[] Cases =
    [
        new("even", 50, 95_000, (count, seed) => Histories.Uniform(count, seed: seed)),
        new("all in one day", 50, 95_000, (count, seed) => Histories.Uniform(count, 80, 1, seed)),
        new("working hours", 50, 95_000, Histories.WorkingHours),
        new("an empty month", 50, 95_000, (count, _) => Histories.EmptyMonth(count)),
        new("half of the events in an hour", 50, 85_000, (count, _) => Histories.BurstOfAnHour(count / 2, count / 2)),
        new("imports", 50, 95_000, Histories.Imports),
        new("even, pages of 1,000", 1_000, 1_300_000, (count, seed) => Histories.Uniform(count, seed: seed)),
        new("working hours, pages of 1,000", 1_000, 1_300_000, Histories.WorkingHours),
        new("working hours, 16 buffered pages", 50, 95_000, Histories.WorkingHours) { MaxBufferedPages = 16 },
        new("one feed, even", 50, 200_000, (count, seed) => Histories.Uniform(count, seed: seed)) { Feeds = 1 },
        new("one feed, working hours", 50, 200_000, Histories.WorkingHours) { Feeds = 1 },
        new("nightly batch (new)", 50, 95_000, Histories.NightlyBatch),
        new("two offices (new)", 50, 95_000, Histories.TwoOffices),
        new("growth (new)", 50, 95_000, Histories.Growth),
        new("random walk (new)", 50, 95_000, Histories.RandomWalk),
        new("hourly script (new)", 50, 95_000, Histories.HourlyScript),
        new("two offices, pages of 1,000 (new)", 1_000, 1_300_000, Histories.TwoOffices),
        new("random walk, 16 buffered pages (new)", 50, 95_000, Histories.RandomWalk) { MaxBufferedPages = 16 },
        new("one feed, random walk (new)", 50, 200_000, Histories.RandomWalk) { Feeds = 1 },
    ];

    public static Task RunAsync(Report report, Scale scale)
    {
        report.Section("Backfill, simulated", $"""
            The scheduler reads 120 days of {SimulationCase.DefaultFeeds} feeds in simulated time. A cell is the share of the quota's
            ceiling, and the requests beyond the needed ones. It is the mean of {SimulationCase.Lengths} histories of different lengths,
            because the quota admits its requests in bursts of a minute. The latency varies by 20 percent. Histories marked as new were
            not used to choose the constants.
            """);
        report.Table(["history", "events", .. Latencies.Select(latency => $"{latency:N0} ms")], Cases.Select(Row));
        return Task.CompletedTask;
    }

    private static string[] Row(SimulationCase one) =>
        [one.Name, Show.Count(one.Events), .. Latencies.Select(latency => Measure(one, TimeSpan.FromMilliseconds(latency)))];

    private static string Measure(SimulationCase one, TimeSpan latency)
    {
        var (share, wasted) = one.Run(latency);
        return $"{Show.Share(share)}, +{Show.Count(wasted)}";
    }
}
