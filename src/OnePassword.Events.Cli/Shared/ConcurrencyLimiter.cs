namespace OnePassword.Events.Cli.Shared;

/// <summary>Lets so many do something at a time; the others wait for their turn without a thread.</summary>
/// <param name="count">How many.</param>
/// <param name="longest">After this long, the next has its turn even though this one is not done.</param>
/// <param name="clock">Measures that.</param>
internal sealed class ConcurrencyLimiter(int count, TimeSpan longest, TimeProvider clock) : IDisposable
{
    /// <summary>How many feeds write at a time.</summary>
    public const int Writers = 16;

    private readonly SemaphoreSlim _free = new(count);

    /// <summary>ConcurrencyLimiter to read and write files, which blocks threads of the pool. The pool keeps others beside them.</summary>
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
            await ((Task)working).WaitAsync(longest, clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            _free.Release();
        }
        return await working.ConfigureAwait(false);
    }

    public void Dispose() => _free.Dispose();
}
