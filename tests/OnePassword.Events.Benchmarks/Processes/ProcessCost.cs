using System.Runtime.InteropServices;
using OnePassword.Events.Benchmarks.Reporting;

namespace OnePassword.Events.Benchmarks.Processes;

/// <summary>The cost of several runs of a program: the median times, and the highest peak of memory.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ProcessCost(TimeSpan Wall, TimeSpan FirstOutput, TimeSpan Cpu, long PeakBytes)
{
    public static ProcessCost Of(IReadOnlyCollection<ProcessRun> runs) => new(
        Median.Of(runs.Select(run => run.Wall)), Median.Of(runs.Select(run => run.FirstOutput)), Median.Of(runs.Select(run => run.Cpu)),
        runs.Max(run => run.PeakBytes));
}
