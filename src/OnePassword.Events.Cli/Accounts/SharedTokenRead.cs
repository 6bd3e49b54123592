namespace OnePassword.Events.Cli.Accounts;

/// <summary>One read of a token that several callers share. It is canceled when the last of them stops waiting.</summary>
internal sealed class SharedTokenRead
{
    private static readonly TimeSpan CancellationTimeout = TimeSpan.FromSeconds(1);

    private readonly Func<Task> _cancel;
    private readonly Task<EventsToken> _task;
    private int _waiting;

    /// <param name="read">Reads the token. After cancellation, it stops soon, with everything that it started.</param>
    public SharedTokenRead(Func<CancellationToken, Task<EventsToken>> read)
    {
        var cancellation = new CancellationTokenSource();
        _cancel = cancellation.CancelAsync;
        _task = read(cancellation.Token);
    }

    public bool HasFailed => _task.IsCompleted && !_task.IsCompletedSuccessfully;

    /// <exception cref="OperationCanceledException">
    /// The caller canceled. If it was the last one, the read has stopped too.
    /// </exception>
    public async Task<EventsToken> WaitAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            return await _task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (Interlocked.Decrement(ref _waiting) == 0 && !_task.IsCompleted)
            {
                await _cancel().ConfigureAwait(false);
                await ((Task)_task).WaitAsync(
                    CancellationTimeout, TimeProvider.System,
                    CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
