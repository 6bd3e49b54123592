using OnePassword.Events.Destinations.DeadLetters;
using OnePassword.Events.Durable;

namespace OnePassword.Events.Destinations;

/// <summary>
/// A file of dead letters, one JSON object per line. Several feeds and processes can use it concurrently.
/// </summary>
/// <param name="path">The path. The file and its folder are created with the first dead letter; only their owner can access
/// them.</param>
public sealed class DeadLetterFile(string path) : IDeadLetterSink
{
    private static readonly TimeSpan LockInterval = TimeSpan.FromMilliseconds(20);

    private readonly Disk _disk = new();
    private readonly LetterCount _count = new(System.IO.Path.GetFullPath(path));

    /// <summary>Gets the full path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Appends dead letters, and returns when they are on the disk.</summary>
    /// <param name="letters">The dead letters.</param>
    /// <param name="cancellationToken">Cancels the wait for another process that uses the file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no access to the file.</exception>
    public async Task AppendAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(letters);
        _disk.CreateFolder(Disk.FolderOf(Path), FileRights.Owner);
        var taken = await LockAsync(cancellationToken).ConfigureAwait(false);
        using (taken)
        {
            var file = File.Exists(Path) ? _disk.Open(Path) : _disk.Create(Path, FileRights.Owner);
            await using (file.ConfigureAwait(false))
            {
                file.Position = DeadLetterLines.CompleteLength(file); // A crash may have left a part of a line.
                file.SetLength(file.Position);
                file.Write(DeadLetterLines.Format(letters).Span);
                file.Flush(flushToDisk: true);
            }
            _disk.SyncFolder(Disk.FolderOf(Path)); // Always: the process that created the file may have crashed before this.
        }
    }

    /// <summary>Reads all dead letters, the oldest first; none if the file does not exist.</summary>
    /// <exception cref="InvalidDataException">A line is not a dead letter; the message has its number.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no access to the file.</exception>
    public IReadOnlyList<DeadLetter> Read() => File.Exists(Path) ? DeadLetterLines.Parse(RegularFile.Read(Path)) : [];

    /// <summary>
    /// Counts the dead letters, which other processes can append and remove. Each call reads only what was appended since the
    /// last one, or the whole file after a removal.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no access to the file.</exception>
    public long Count() => _count.Read();

    /// <summary>Removes dead letters: the file is replaced atomically, without the lines whose index is given.</summary>
    /// <param name="indexes">Indexes in the result of <see cref="Read"/>. Dead letters that were appended later stay.</param>
    /// <param name="cancellationToken">Cancels the wait for another process that uses the file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no access to the file.</exception>
    public async Task RemoveAsync(IReadOnlySet<int> indexes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(indexes);
        if (!File.Exists(Path) || indexes.Count == 0)
            return;
        var taken = await LockAsync(cancellationToken).ConfigureAwait(false);
        using (taken)
            _disk.Save(Path, DeadLetterLines.Without(RegularFile.Read(Path), indexes).Span);
    }

    private async Task<FileLock> LockAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (FileLock.TryTake(Path + ".lock", _disk) is { } taken)
                return taken;
            await Task.Delay(LockInterval, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }
}
