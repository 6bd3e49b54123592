using OnePassword.Events.Checkpoints;
using OnePassword.Events.Durable;

namespace OnePassword.Events;

/// <summary>
/// Stores each checkpoint in a file of a folder, <c>NAME.json</c>, which only its owner can read. Saves are atomic and durable:
/// the store writes and syncs a temporary file, renames it, then syncs the folder. Only one program at a time can write to a
/// folder.
/// </summary>
/// <remarks>
/// Windows cannot sync a folder, but NTFS journals file names: after a power failure, either the previous or the new checkpoint
/// exists. On Windows, the files have the permissions of their folder.
/// </remarks>
public sealed class FileCheckpointStore : ICheckpointStore, IDisposable
{
    private readonly Disk _disk;
    private readonly FileLock? _lock;
    private readonly Lock _changes = new();
    private readonly CheckpointWriter _writer;

    internal FileCheckpointStore(string folder, bool readOnly, Disk disk)
    {
        Folder = Path.GetFullPath(folder);
        _disk = disk;
        _lock = readOnly ? null : LockFolder();
        _writer = new CheckpointWriter(Folder, disk, _changes);
    }

    /// <summary>Gets the full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>Gets the names of all checkpoints in the folder, including corrupt ones.</summary>
    public IReadOnlyList<string> Names => [.. CheckpointFile.NamesIn(Folder)];

    /// <summary>Opens a folder and locks it for this store. Creates the folder if it does not exist.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The store, which must be disposed to unlock the folder.</returns>
    /// <exception cref="CheckpointException">Another program or store has the folder open for writing.</exception>
    /// <exception cref="IOException">The folder or the lock file cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The program has no permission to write to the folder.</exception>
    /// <example>
    /// <code>
    /// using var checkpoints = FileCheckpointStore.Open("state");
    /// var last = await checkpoints.LoadAsync(FeedNames.AuditEvents, cancellationToken);
    /// Console.WriteLine(last is null ? "No checkpoint." : $"{last.Events} events have been committed.");
    /// </code>
    /// </example>
    public static FileCheckpointStore Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new FileCheckpointStore(folder, readOnly: false, new Disk());
    }

    /// <summary>Opens a folder for reading only, even while another program writes to it.</summary>
    /// <param name="folder">The folder. A folder that does not exist is treated as empty.</param>
    /// <returns>The store, whose methods that change the folder throw <see cref="InvalidOperationException"/>.</returns>
    public static FileCheckpointStore OpenReadOnly(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new FileCheckpointStore(folder, readOnly: true, new Disk());
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The name is invalid.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <remarks>A corrupt file is renamed to <c>NAME.json.corrupt</c>. Loading throws until that file is removed.</remarks>
    public ValueTask<Checkpoint?> LoadAsync(string name, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(FileOf(name).Read(setAsideIfCorrupt: _lock is not null));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The name is invalid.</exception>
    /// <exception cref="InvalidOperationException">The store is read-only.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The program has no permission to write the file.</exception>
    /// <remarks>The store writes on its own threads. Checkpoints saved in parallel share one sync of the folder.</remarks>
    public ValueTask SaveAsync(string name, Checkpoint checkpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ThrowIfReadOnly();
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask(_writer.SaveAsync(FileOf(name).FilePath, checkpoint, cancellationToken));
    }

    /// <summary>
    /// Copies a checkpoint to <c>NAME.json.TIME.bak</c>, and a corrupt one to <c>NAME.json.corrupt.TIME.bak</c>. The store never
    /// reads these copies.
    /// </summary>
    /// <param name="name">The name of the follower.</param>
    /// <param name="time">The time in the name of the copy.</param>
    /// <returns>The path of the copy, of the valid checkpoint if there are two; null if there is no checkpoint.</returns>
    /// <exception cref="ArgumentException">The name is invalid.</exception>
    /// <exception cref="InvalidOperationException">The store is read-only.</exception>
    /// <exception cref="IOException">The copy cannot be written.</exception>
    public string? Backup(string name, DateTimeOffset time)
    {
        ThrowIfReadOnly();
        return FileOf(name).BackUp(time);
    }

    /// <summary>Renames a checkpoint. The follower with the new name continues from it.</summary>
    /// <param name="name">The current name.</param>
    /// <param name="newName">The new name. It must not have a checkpoint.</param>
    /// <exception cref="ArgumentException">A name is invalid.</exception>
    /// <exception cref="InvalidOperationException">The store is read-only.</exception>
    /// <exception cref="FileNotFoundException">There is no checkpoint with the current name.</exception>
    /// <exception cref="IOException">The new name has a checkpoint, valid or corrupt, or the disk failed.</exception>
    public void Rename(string name, string newName)
    {
        ThrowIfReadOnly();
        FileOf(name).Rename(FileOf(newName));
    }

    /// <summary>Deletes a checkpoint, valid or corrupt. The next follower with this name starts from the beginning.</summary>
    /// <param name="name">The name of the follower.</param>
    /// <exception cref="ArgumentException">The name is invalid.</exception>
    /// <exception cref="InvalidOperationException">The store is read-only.</exception>
    /// <exception cref="IOException">The file cannot be deleted.</exception>
    public void Remove(string name)
    {
        ThrowIfReadOnly();
        FileOf(name).Delete();
    }

    /// <summary>Waits until all saves are complete, then unlocks the folder.</summary>
    public void Dispose()
    {
        _writer.Dispose();
        _lock?.Dispose();
    }

    private CheckpointFile FileOf(string name) => new(Folder, name, _disk, _changes);

    private FileLock LockFolder()
    {
        _disk.CreateFolder(Folder, FileRights.Owner);
        return FileLock.TryTake(Path.Combine(Folder, ".lock"), _disk) ?? throw new CheckpointException(
            CheckpointFailure.InUse,
            $"The state folder {Folder} is in use by another program. Stop that program or use another folder.");
    }

    private void ThrowIfReadOnly()
    {
        if (_lock is null)
        {
            throw new InvalidOperationException(
                "The checkpoint store is read-only. Open the folder with FileCheckpointStore.Open.");
        }
    }
}
