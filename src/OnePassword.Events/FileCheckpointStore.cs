using OnePassword.Events.Checkpoints;
using OnePassword.Events.Durable;

namespace OnePassword.Events;

/// <summary>
/// Keeps checkpoints in a folder, a file each: <c>NAME.json</c>, which only its owner may read. A checkpoint is written beside the
/// old one, synced to the disk, put in its place, and the folder is synced. One program has the folder at a time.
/// </summary>
/// <remarks>
/// Windows cannot sync a folder; NTFS journals its names, so that after a power cut the old checkpoint is there or the new one. Files
/// have the permissions of their folder there.
/// </remarks>
public sealed class FileCheckpointStore : ICheckpointStore, IDisposable
{
    private const string Extension = ".json";
    private const string DamagedExtension = ".damaged";

    private readonly Disk _disk;
    private readonly FileLock? _lock;
    private readonly Lock _writing = new();
    private readonly CheckpointWriter _writer;

    internal FileCheckpointStore(string folder, bool readOnly, Disk disk)
    {
        Folder = Path.GetFullPath(folder);
        _disk = disk;
        _lock = readOnly ? null : TakeFolder();
        _writer = new CheckpointWriter(Folder, disk, _writing);
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The names under which there is something, readable or not.</summary>
    public IReadOnlyList<string> Names => !Directory.Exists(Folder) ? [] :
    [
        .. Directory.EnumerateFiles(Folder).Select(file => Path.GetFileName(file)!)
            .Where(file => file.EndsWith(Extension, StringComparison.Ordinal) || file.EndsWith(Extension + DamagedExtension, StringComparison.Ordinal))
            .Select(file => file[..file.LastIndexOf(Extension, StringComparison.Ordinal)])
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>Takes a folder for this program, and makes it if it is not there.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="CheckpointException">Another program has it.</exception>
    /// <exception cref="IOException">The folder or a file in it cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or a file in it may not be written.</exception>
    public static FileCheckpointStore Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new FileCheckpointStore(folder, readOnly: false, new Disk());
    }

    /// <summary>Looks into a folder that another program may have. What is saved through it is refused.</summary>
    /// <param name="folder">The folder; if it is not there, it is empty.</param>
    public static FileCheckpointStore OpenReadOnly(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new FileCheckpointStore(folder, readOnly: true, new Disk());
    }

    /// <summary>Gives the checkpoint that was saved last under a name.</summary>
    /// <param name="name">The follower's name: letters, digits, dots, dashes and underscores.</param>
    /// <param name="cancellationToken">Ends the loading.</param>
    /// <returns>Null if none was ever saved.</returns>
    /// <exception cref="CheckpointException">The file is damaged, and has been set aside as <c>NAME.json.damaged</c>, unless the store only looks; as long as that is there, so is this failure. Or it is of a later version.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public ValueTask<Checkpoint?> LoadAsync(string name, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = PathOf(name);
        if (!File.Exists(path))
            return File.Exists(path + DamagedExtension) ? throw Damaged(path, "it was cut off or changed", isAside: true, inner: null) : ValueTask.FromResult<Checkpoint?>(null);
        try
        {
            return ValueTask.FromResult<Checkpoint?>(CheckpointFile.Read(RegularFile.Read(path)));
        }
        catch (CheckpointException e) when (e.Reason == CheckpointFailure.Corrupt)
        {
            if (_lock is not null)
            {
                lock (_writing)
                    CheckpointCopies.SetAside(path, DamagedExtension, _disk);
            }
            throw Damaged(path, e.Message, isAside: _lock is not null, e.InnerException);
        }
        catch (CheckpointException e)
        {
            throw new CheckpointException(e.Reason, $"{path} cannot be read: {e.Message}. Use the version of the library that wrote it, or a later one.");
        }
    }

    /// <summary>Saves a checkpoint; when it returns, the checkpoint outlives the program and the machine's power.</summary>
    /// <param name="name">The follower's name.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="cancellationToken">Ends the saving: the old checkpoint stays, or the new one is there.</param>
    /// <remarks>Threads of the store write to the disk. Checkpoints that are saved in parallel share one sync of the folder.</remarks>
    /// <exception cref="InvalidOperationException">The store was opened for reading only.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public ValueTask SaveAsync(string name, Checkpoint checkpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ThrowIfReadOnly();
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask(_writer.SaveAsync(PathOf(name), checkpoint, cancellationToken));
    }

    /// <summary>
    /// Copies the checkpoint of a name to a file that is never read, <c>NAME.json.TIME.bak</c>, and a damaged one that was set aside
    /// to <c>NAME.json.damaged.TIME.bak</c>.
    /// </summary>
    /// <param name="name">The follower's name.</param>
    /// <param name="time">The time that the copy is named after.</param>
    /// <returns>The path of the copy, of the checkpoint itself if there are two; null if there was nothing to copy.</returns>
    /// <exception cref="InvalidOperationException">The store was opened for reading only.</exception>
    /// <exception cref="IOException">The copy cannot be written.</exception>
    public string? Backup(string name, DateTimeOffset time)
    {
        ThrowIfReadOnly();
        var path = PathOf(name);
        lock (_writing)
        {
            var copies = new[] { path, path + DamagedExtension }.Where(File.Exists).Select(source => CheckpointCopies.BackUp(source, time, _disk)).ToList();
            _disk.SyncFolder(Folder);
            return copies.FirstOrDefault();
        }
    }

    /// <summary>Renames a checkpoint: the follower of the new name continues from it.</summary>
    /// <param name="name">The present name.</param>
    /// <param name="newName">The new name, which must be free.</param>
    /// <exception cref="ArgumentException">A name is invalid.</exception>
    /// <exception cref="InvalidOperationException">The store was opened for reading only.</exception>
    /// <exception cref="FileNotFoundException">There is no checkpoint of the present name.</exception>
    /// <exception cref="IOException">There is a checkpoint of the new name, damaged or not, or the disk failed.</exception>
    public void Rename(string name, string newName)
    {
        ThrowIfReadOnly();
        var (path, newPath) = (PathOf(name), PathOf(newName));
        lock (_writing)
        {
            if (!File.Exists(path))
                throw new FileNotFoundException($"There is no checkpoint '{name}' in {Folder}.", path);
            if (Path.Exists(newPath) || Path.Exists(newPath + DamagedExtension))
                throw new IOException($"There is a checkpoint '{newName}' in {Folder} already.");
            File.Move(path, newPath);
            _disk.SyncFolder(Folder);
        }
    }

    /// <summary>Forgets what there is under a name, damaged or not: the next follower of this name begins anew.</summary>
    /// <param name="name">The follower's name.</param>
    public void Remove(string name)
    {
        ThrowIfReadOnly();
        var path = PathOf(name);
        lock (_writing)
        {
            File.Delete(path);
            File.Delete(path + DamagedExtension);
            _disk.SyncFolder(Folder);
        }
    }

    /// <summary>Waits for the checkpoints that are being saved, then lets other programs have the folder.</summary>
    public void Dispose()
    {
        _writer.Dispose();
        _lock?.Dispose();
    }

    private string PathOf(string name) => Path.Combine(Folder, CheckpointName.Check(name) + Extension);

    private FileLock TakeFolder()
    {
        _disk.CreateFolder(Folder, FileRights.Owner);
        return FileLock.TryTake(Path.Combine(Folder, ".lock"), _disk) ?? throw new CheckpointException(
            CheckpointFailure.InUse,
            $"The state folder {Folder} is in use by another program; one at a time can write checkpoints there. Stop the other one, or use another folder.");
    }

    private static CheckpointException Damaged(string path, string why, bool isAside, Exception? inner) => new(
        CheckpointFailure.Corrupt,
        $"The checkpoint {path} is damaged: {why}. "
            + (isAside ? $"It was set aside as {Path.GetFileName(path)}{DamagedExtension}; put" : "Put") + " a good copy in its place, "
            + "or remove the damaged one to begin anew, which reads events again that you have already.",
        inner);

    private void ThrowIfReadOnly()
    {
        if (_lock is null)
            throw new InvalidOperationException("The store was opened for reading only.");
    }
}
