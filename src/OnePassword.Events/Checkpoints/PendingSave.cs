namespace OnePassword.Events.Checkpoints;

/// <summary>A checkpoint that waits to be written.</summary>
internal sealed class PendingSave(string path, Checkpoint checkpoint)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Path => path;

    public Checkpoint Checkpoint => checkpoint;

    /// <summary>Completes when the checkpoint is durable.</summary>
    public Task Done => _done.Task;

    /// <summary>The error of the first step that failed.</summary>
    public Exception? Failure { get; set; }

    public void Complete(Exception? failure)
    {
        if (failure is null)
            _done.SetResult();
        else
            _done.SetException(failure);
    }

    public void Cancel(CancellationToken cancellationToken) => _done.SetCanceled(cancellationToken);
}
