namespace OnePassword.Events.Cli.Accounts;

/// <summary>One reading of a token, for which several callers wait. It is cancelled when the last of them stops waiting.</summary>
internal sealed class SharedTokenRead
{
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(1);

    private readonly Func<Task> _abandon;
    private readonly Task<EventsToken> _task;
    private int _waiting;

    /// <param name="read">Reads the token. It ends soon after it was cancelled, with all that it started.</param>
    public SharedTokenRead(Func<CancellationToken, Task<EventsToken>> read)
    {
        var abandoned = new CancellationTokenSource();
        _abandon = abandoned.CancelAsync;
        _task = read(abandoned.Token);
    }

    public bool HasFailed => _task.IsCompleted && !_task.IsCompletedSuccessfully;

    /// <exception cref="OperationCanceledException">The caller was told to stop. If it was the last one, the reading has ended as well.</exception>
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
                await _abandon().ConfigureAwait(false);
                await ((Task)_task).WaitAsync(LongestEnd, TimeProvider.System, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
