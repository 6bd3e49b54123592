using OnePassword.Events.Benchmarks.Reporting;

namespace OnePassword.Events.Benchmarks.Processes;

/// <summary>The goals of an export by the native tool, compared with other programs in the same run.</summary>
internal static class ExportGoals
{
    private const double MaxMebibytes = 48;
    private const double MaxGrowth = 1.1;

    /// <param name="costs">The costs by events per feed and name of the exporter.</param>
    public static IEnumerable<Goal> Of(IReadOnlyDictionary<int, IReadOnlyDictionary<string, ProcessCost>> costs)
    {
        if (costs.TryGetValue(10_000, out var few))
        {
            foreach (var rival in (string[])[Exporter.NodeJs, Exporter.Python])
            {
                yield return Ratio($"10,000 events per feed: wall time, relative to the {rival}", few[Exporter.Native].Wall / few[rival].Wall);
                yield return Ratio($"10,000 events per feed: processor time, relative to the {rival}", few[Exporter.Native].Cpu / few[rival].Cpu);
            }
        }
        foreach (var (events, cost) in costs.Where(one => one.Key >= 100_000))
            yield return new Goal($"{Show.Count(events)} events per feed: peak memory, MiB", Mebibytes(cost), MaxMebibytes, Show.OneDigit);
        if (!costs.TryGetValue(1_000_000, out var many))
            yield break;
        if (costs.TryGetValue(100_000, out var some))
            yield return new Goal("Peak memory at 1,000,000, relative to 100,000", Mebibytes(many) / Mebibytes(some), MaxGrowth, Show.Ratio);
        yield return Ratio(
            "1,000,000 events per feed: processor time per event, relative to ReadyToRun",
            many[Exporter.Native].Cpu / many[Exporter.ReadyToRun].Cpu);
    }

    private static Goal Ratio(string name, double ratio) => new(name, ratio, 1, Show.Ratio);

    private static double Mebibytes(IReadOnlyDictionary<string, ProcessCost> costs) => costs[Exporter.Native].PeakBytes / 1024.0 / 1024.0;
}
