using OnePassword.Events.Benchmarks.Reporting;
using OnePassword.Events.Testing.Backfill;

namespace OnePassword.Events.Benchmarks.Backfill;

/// <summary>
/// Runs the scheduler of the parallel reader on many histories in simulated time: how much of the quota it uses, and how many
/// requests it wastes.
/// </summary>
internal static class SimulationPart
{
    private const int Seeds = 3;

    private static readonly int[] Latencies = [50, 250, 1_000];

    private static readonly SimulationCase[] Cases =
    [
        new("even", 50, seed => Histories.Uniform(95_000, seed: seed)),
        new("all in one day", 50, seed => Histories.Uniform(95_000, 80, 1, seed)),
        new("working hours", 50, _ => Histories.WorkingHours(95_000)),
        new("an empty month", 50, _ => Histories.EmptyMonth(95_000)),
        new("a burst of 50,000 in an hour", 50, _ => Histories.BurstOfAnHour(35_000, 50_000)),
        new("imports", 50, seed => Histories.Imports(95_000, seed)),
        new("imports, pages of 100", 100, seed => Histories.Imports(95_000, seed + 10)),
        new("even, pages of 10", 10, seed => Histories.Uniform(17_000, seed: seed)),
        new("working hours, pages of 10", 10, _ => Histories.WorkingHours(17_000)),
        new("even, pages of 1,000", 1_000, seed => Histories.Uniform(1_300_000, seed: seed)),
        new("working hours, pages of 1,000", 1_000, _ => Histories.WorkingHours(1_300_000)),
        new("working hours, 16 buffered pages", 50, _ => Histories.WorkingHours(95_000)) { MaxBufferedPages = 16 },
        new("one feed, even", 50, _ => Histories.Uniform(200_000)) { Feeds = 1 },
        new("one feed, working hours", 50, _ => Histories.WorkingHours(200_000)) { Feeds = 1 },
        new("nightly batch (new)", 50, seed => Histories.NightlyBatch(95_000, seed)),
        new("two offices (new)", 50, seed => Histories.TwoOffices(95_000, seed)),
        new("growth (new)", 50, seed => Histories.Growth(95_000, seed)),
        new("random walk (new)", 50, seed => Histories.RandomWalk(95_000, seed)),
        new("hourly script (new)", 50, seed => Histories.HourlyScript(95_000, seed)),
        new("two offices, pages of 1,000 (new)", 1_000, seed => Histories.TwoOffices(1_300_000, seed)),
        new("one feed, random walk (new)", 50, seed => Histories.RandomWalk(200_000, seed)) { Feeds = 1 },
        new("random walk, other seeds (new)", 50, seed => Histories.RandomWalk(95_000, 500 + seed)),
        new("imports, other seeds (new)", 50, seed => Histories.Imports(95_000, 500 + seed)),
        new("random walk, 16 buffered pages (new)", 50, seed => Histories.RandomWalk(95_000, seed)) { MaxBufferedPages = 16 },
    ];

    public static Task RunAsync(Report report, Scale scale)
    {
        report.Section("Backfill, simulated", $"""
            The scheduler reads 120 days of {SimulationCase.DefaultFeeds} feeds in simulated time. A cell is the share of the quota's
            ceiling, and the requests beyond the needed ones, as the mean of {Seeds} runs. The latency varies by 20 percent. Histories
            marked as new were not used to choose the constants.
            """);
        report.Table(
            ["history", "pages", .. Latencies.Select(latency => $"{latency:N0} ms")],
            Cases.Select(Row));
        return Task.CompletedTask;
    }

    private static string[] Row(SimulationCase one) =>
        [one.Name, Show.Count(one.Pages), .. Latencies.Select(latency => Measure(one, TimeSpan.FromMilliseconds(latency)))];

    private static string Measure(SimulationCase one, TimeSpan latency)
    {
        var runs = Enumerable.Range(0, Seeds).Select(seed => one.Run(Simulation.Around(latency, seed))).ToList();
        return $"{Show.Share(runs.Average(run => run.Share))}, +{Show.Count(runs.Average(run => run.Wasted))}";
    }
}
