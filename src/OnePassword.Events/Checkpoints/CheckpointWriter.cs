using OnePassword.Events.Durable;

namespace OnePassword.Events.Checkpoints;

/// <summary>
/// Writes the checkpoints of a folder on threads of its own, so that a slow disk blocks no thread of the pool. Those that arrive
/// while a batch is written are the next batch.
/// </summary>
internal sealed class CheckpointWriter(string folder, Disk disk, Lock writing) : IDisposable
{
    private readonly Lock _lock = new();
    private List<PendingSave> _waiting = [];
    private Thread? _thread;
    private bool _isDisposed;

    /// <summary>Returns when the checkpoint is durable, or was withdrawn before its writing began. Nothing is written after that.</summary>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    public async Task SaveAsync(string path, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        var save = new PendingSave(path, checkpoint);
        Add(save);
        using var registration = cancellationToken.UnsafeRegister(_ => Withdraw(save, cancellationToken), null);
        await save.Done.ConfigureAwait(false);
    }

    /// <summary>Waits until all that was requested is written.</summary>
    public void Dispose()
    {
        Thread? thread;
        lock (_lock)
            (_isDisposed, thread) = (true, _thread);
        thread?.Join();
    }

    private void Add(PendingSave save)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(FileCheckpointStore));
            _waiting.Add(save);
            if (_thread is not null)
                return;
            var thread = new Thread(Run) { IsBackground = true };
            try
            {
                thread.Start();
            }
            catch (OutOfMemoryException) // Also thrown at the system's limit of threads. The next save tries again.
            {
                _waiting.Remove(save);
                throw;
            }
            _thread = thread;
        }
    }

    private void Withdraw(PendingSave save, CancellationToken cancellationToken)
    {
        bool isWithdrawn;
        lock (_lock)
            isWithdrawn = _waiting.Remove(save);
        if (isWithdrawn)
            save.Cancel(cancellationToken);
    }

    private void Run()
    {
        while (Next() is { Count: > 0 } saves)
        {
            var batch = new CheckpointBatch(saves, disk);
            lock (writing)
                batch.Write(folder);
            batch.Complete();
        }
    }

    private List<PendingSave> Next()
    {
        lock (_lock)
        {
            var saves = _waiting;
            _waiting = [];
            if (saves.Count == 0)
                _thread = null;
            return saves;
        }
    }
}
