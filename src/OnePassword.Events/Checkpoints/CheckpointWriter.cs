using OnePassword.Events.Durable;

namespace OnePassword.Events.Checkpoints;

/// <summary>
/// Writes the checkpoints of a folder on dedicated threads, so that a slow disk does not block the thread pool. Checkpoints that
/// arrive while a batch is written form the next batch.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="disk">The disk that the folder is on.</param>
/// <param name="changes">The lock that is held while a batch is written.</param>
internal sealed class CheckpointWriter(string folder, Disk disk, Lock changes) : IDisposable
{
    private readonly Lock _lock = new();
    private List<PendingSave> _waiting = [];
    private Thread? _thread;
    private bool _isDisposed;

    /// <summary>Saves a checkpoint and returns when it is durable. Only a save that still waits can be canceled.</summary>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    /// <exception cref="IOException">The checkpoint cannot be written.</exception>
    public async Task SaveAsync(string path, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        var save = new PendingSave(path, checkpoint);
        Add(save);
        using var registration = cancellationToken.UnsafeRegister(_ => Cancel(save, cancellationToken), null);
        await save.Done.ConfigureAwait(false);
    }

    /// <summary>Waits until all checkpoints are written.</summary>
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
            _thread ??= DedicatedThreads.TryStart(Run)
                ?? throw new IOException(
                    "The checkpoint cannot be written, because the operating system allows no further thread.");
            _waiting.Add(save);
        }
    }

    private void Cancel(PendingSave save, CancellationToken cancellationToken)
    {
        bool isWaiting;
        lock (_lock)
            isWaiting = _waiting.Remove(save);
        if (isWaiting)
            save.Cancel(cancellationToken);
    }

    private void Run()
    {
        while (Next() is { Count: > 0 } saves)
        {
            lock (changes)
                CheckpointBatch.Write(saves, folder, disk);
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
