namespace OnePassword.Events.Cli.Shared;

/// <summary>Limits how many operations run at a time. The others wait without blocking a thread.</summary>
/// <param name="count">The limit.</param>
/// <param name="longestTurn">After this time, an operation that still runs no longer counts.</param>
/// <param name="clock">Measures that time.</param>
internal sealed class ConcurrencyLimiter(int count, TimeSpan longestTurn, TimeProvider clock) : IDisposable
{
    /// <summary>How many feeds write at a time.</summary>
    public const int Writers = 16;

    private readonly SemaphoreSlim _free = new(count);

    /// <summary>
    /// Returns a limiter for file operations, which block pool threads. It makes the pool large enough to keep others free.
    /// </summary>
    public static ConcurrencyLimiter OfDisk(TimeProvider clock)
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, Environment.ProcessorCount + Writers), ports);
        return new ConcurrencyLimiter(Writers, Timeout.InfiniteTimeSpan, clock);
    }

    public async Task RunAsync(Func<Task> work, CancellationToken cancellationToken) => await RunAsync(
        async () =>
        {
            await work().ConfigureAwait(false);
            return true;
        },
        cancellationToken).ConfigureAwait(false);

    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        Task<T> working;
        try
        {
            working = work();
            await ((Task)working).WaitAsync(
                longestTurn, clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            _free.Release();
        }
        return await working.ConfigureAwait(false);
    }

    public void Dispose() => _free.Dispose();
}
