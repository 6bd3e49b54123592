using System.Runtime.InteropServices;

namespace OnePassword.Events.Benchmarks.Drain;

/// <summary>The cost of reading a feed to its end, in this process.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Drained(int Events, TimeSpan Wall, TimeSpan Cpu, long Bytes)
{
    public static async Task<Drained> MeasureAsync(Func<Task<int>> drain)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var (start, cpu, bytes) = (TimeProvider.System.GetTimestamp(), Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true));
        var events = await drain();
        return new(events, TimeProvider.System.GetElapsedTime(start), Environment.CpuUsage.TotalTime - cpu, GC.GetTotalAllocatedBytes(precise: true) - bytes);
    }
}
