namespace OnePassword.Events.Cli.Secrets;

/// <summary>One read of a secret that several callers share. It is canceled when the last of them stops waiting.</summary>
internal sealed class SharedRead<T>
{
    private static readonly TimeSpan CancellationTimeout = TimeSpan.FromSeconds(1);

    private readonly Func<Task> _cancel;
    private readonly Task<T> _task;
    private int _waiting;

    /// <param name="read">Reads the secret. After cancellation, it stops soon, with everything that it started.</param>
    public SharedRead(Func<CancellationToken, Task<T>> read)
    {
        var cancellation = new CancellationTokenSource();
        _cancel = cancellation.CancelAsync;
        _task = read(cancellation.Token);
    }

    public bool HasFailed => _task.IsCompleted && !_task.IsCompletedSuccessfully;

    /// <exception cref="OperationCanceledException">
    /// The caller canceled. If it was the last one, the read has stopped too.
    /// </exception>
    public async Task<T> WaitAsync(CancellationToken cancellationToken)
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
