using OnePassword.Events.Durable;

namespace OnePassword.Events;

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

    /// <returns>A task that ends when the checkpoint is durable.</returns>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    public Task SaveAsync(string path, EventsCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        var save = new PendingSave(path, checkpoint, cancellationToken);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(FileCheckpointStore));
            _waiting.Add(save);
            if (_thread is null)
            {
                _thread = new Thread(Run) { IsBackground = true };
                _thread.Start();
            }
        }
        return save.Done;
    }

    /// <summary>Waits until all that was requested is written.</summary>
    public void Dispose()
    {
        Thread? thread;
        lock (_lock)
            (_isDisposed, thread) = (true, _thread);
        thread?.Join();
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
