namespace OnePassword.Events.Checkpoints;

/// <summary>Runs blocking work in parallel without threads of the thread pool.</summary>
internal static class DedicatedThreads
{
    /// <summary>Runs an action, which must not throw, for each item. Returns when all are done.</summary>
    /// <param name="items">The items.</param>
    /// <param name="maxThreads">The number of threads to use at most, the calling one included.</param>
    /// <param name="action">The action.</param>
    public static void ForEach<T>(IReadOnlyList<T> items, int maxThreads, Action<T> action)
    {
        var next = -1;
        var others = new List<Thread>();
        while (others.Count + 1 < Math.Min(items.Count, maxThreads) && TryStart(Work) is { } thread)
            others.Add(thread);
        Work();
        others.ForEach(thread => thread.Join());

        void Work()
        {
            while (Interlocked.Increment(ref next) is var index && index < items.Count)
                action(items[index]);
        }
    }

    /// <returns>Null if the operating system allows no further thread.</returns>
    public static Thread? TryStart(Action work)
    {
        var thread = new Thread(() => work()) { IsBackground = true };
        try
        {
            thread.Start();
            return thread;
        }
        catch (OutOfMemoryException) // .NET throws it at the limit of threads as well.
        {
            return null;
        }
    }
}
