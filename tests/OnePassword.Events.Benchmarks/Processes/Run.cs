using System.Diagnostics;
using OnePassword.Events.Benchmarks.Reporting;

namespace OnePassword.Events.Benchmarks.Processes;

/// <summary>The time of a run in this process.</summary>
internal sealed record Run(TimeSpan Wall, TimeSpan Processor)
{
    public static async Task<Run> MeasureAsync(Func<Task> work)
    {
        var (start, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await work();
        return new(Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - processor);
    }

    public static Run MedianOf(List<Run> runs) =>
        new(Median.Of(runs.Select(run => run.Wall)), Median.Of(runs.Select(run => run.Processor)));
}
