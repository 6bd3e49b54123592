namespace OnePassword.Events.Checkpoints;

/// <summary>A checkpoint that waits to be written.</summary>
internal sealed class PendingSave(string path, Checkpoint checkpoint)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Path => path;

    public Checkpoint Checkpoint => checkpoint;

    /// <summary>Ends when the checkpoint is durable.</summary>
    public Task Done => _done.Task;

    public void Complete(Exception? failure)
    {
        if (failure is null)
            _done.SetResult();
        else
            _done.SetException(failure);
    }

    public void Cancel(CancellationToken cancellationToken) => _done.SetCanceled(cancellationToken);
}
