namespace OnePassword.Events;

/// <summary>A checkpoint that waits to be written.</summary>
internal sealed class PendingSave(string path, EventsCheckpoint checkpoint, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Path => path;

    public EventsCheckpoint Checkpoint => checkpoint;

    public bool IsCancelled => cancellationToken.IsCancellationRequested;

    /// <summary>Ends when the checkpoint is durable, or at once when the caller cancels.</summary>
    public Task Done => _done.Task.WaitAsync(cancellationToken);

    public void Complete(Exception? failure)
    {
        if (failure is null)
            _done.SetResult();
        else
            _done.SetException(failure);
    }
}
