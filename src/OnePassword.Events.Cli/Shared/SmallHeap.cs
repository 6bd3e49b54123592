namespace OnePassword.Events.Cli.Shared;

/// <summary>
/// Keeps the tool small. The runtime lets garbage grow with the processor's cache, hundreds of megabytes on a server, and has a setting
/// for that in the environment only. What a page leaves behind is a few kilobytes, and to collect some of it takes a millisecond.
/// </summary>
internal static class SmallHeap
{
    private const long MostGarbage = 2 * 1024 * 1024;

    private static long _collectedAt;

    /// <summary>A page is done with: collects the garbage, if there is enough of it.</summary>
    public static void PageIsDoneWith()
    {
        var (now, last) = (GC.GetTotalAllocatedBytes(), Volatile.Read(ref _collectedAt));
        if (now - last > MostGarbage && Interlocked.CompareExchange(ref _collectedAt, now, last) == last)
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
    }
}
