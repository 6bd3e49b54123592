using OnePassword.Events.Durable;

namespace OnePassword.Events.Cli.Output;

/// <summary>
/// A file of lines. Its committed part is on the disk and recorded in a manifest or a checkpoint. The tail that
/// follows may be half written: the next page completes it, or it is removed before the next line is appended.
/// </summary>
internal sealed class AppendOnlyFile : IAsyncDisposable, IDisposable
{
    private readonly OutputFolder _folder;
    private readonly FileStream _file;
    private readonly long _committedLength;
    private bool _isNew;

    private AppendOnlyFile(OutputFolder folder, string path, FileStream file, long committedLength, bool isNew) =>
        (_folder, Path, _file, _committedLength, _isNew) = (folder, path, file, committedLength, isNew);

    public string Path { get; }

    public long Length => _file.Position;

    /// <summary>Gets how many bytes follow the committed part.</summary>
    public long TailLength => _file.Length - _committedLength;

    /// <summary>Gets the stream, positioned after the last written byte.</summary>
    public Stream Stream => _file;

    /// <summary>Creates a file that must not exist.</summary>
    public static AppendOnlyFile Create(OutputFolder folder, string path) =>
        new(folder, path, folder.CreateFile(path), committedLength: 0, isNew: true);

    /// <summary>Opens a file at the end of its committed part.</summary>
    /// <exception cref="IOException">
    /// The file is missing, is not a regular file, or does not have that committed part.
    /// </exception>
    public static AppendOnlyFile Open(OutputFolder folder, string path, CommittedPart committed)
    {
        var file = folder.Disk.Open(path);
        try
        {
            if (committed.Difference(file, path) is { } difference)
                throw new IOException($"{difference}. Another program writes to it.");
            file.Position = committed.Length;
            return new AppendOnlyFile(folder, path, file, committed.Length, isNew: false);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Returns whether the tail is the beginning of a page.</summary>
    public bool TailIsBeginningOf(ReadOnlySpan<byte> page)
    {
        if (TailLength > page.Length)
            return false;
        var tail = new byte[TailLength];
        _file.Position = _committedLength;
        _file.ReadExactly(tail);
        return page.StartsWith(tail);
    }

    /// <summary>Copies the tail to the set-aside folder.</summary>
    /// <returns>The path of the copy.</returns>
    public string SetTailAside() => _folder.Aside.CopyEnd(_file, _committedLength, Path);

    /// <summary>Removes the tail, and waits until the disk has done so.</summary>
    public void Truncate()
    {
        _file.SetLength(_committedLength);
        _file.Position = _committedLength;
        _file.Flush(flushToDisk: true);
    }

    public ValueTask AppendAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken) =>
        _file.WriteAsync(lines, cancellationToken);

    /// <summary>Waits until the disk has everything that was appended, and the name of a new file.</summary>
    /// <param name="length">The length of the part to commit; null for everything.</param>
    /// <returns>The part to record as committed.</returns>
    public CommittedPart Commit(long? length = null)
    {
        _file.Flush(flushToDisk: true);
        if (_isNew)
            _folder.SyncNames();
        _isNew = false;
        var committed = length ?? Length;
        return new CommittedPart(committed, Fingerprint.Of(_file, committed));
    }

    /// <summary>Returns the fingerprint of a part that has been committed.</summary>
    public string? FingerprintOf(long length) => Fingerprint.Of(_file, length);

    public void Dispose() => _file.Dispose();

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
