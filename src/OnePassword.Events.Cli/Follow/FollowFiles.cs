using OnePassword.Events.Cli.Export;

namespace OnePassword.Events.Cli.Follow;

/// <summary>
/// The output of one feed of one account: numbered files, to which pages are added. A page is on the disk when it is written, and
/// counts once its position is committed, together with the cursor after it; what is not committed is cut off by the next
/// <see cref="Open"/>. So each page is there exactly once, wherever the process ended.
/// </summary>
internal sealed class FollowFiles
{
    private readonly string _folder;
    private readonly FollowFileOptions _options;
    private readonly TimeProvider _clock;
    private bool _failed;

    private FollowFiles(string folder, FollowFileOptions options, TimeProvider clock, OutputPosition position) =>
        (_folder, _options, _clock, Position) = (folder, options, clock, position);

    /// <summary>After the last page. To be committed before the first page is written, and after each.</summary>
    public OutputPosition Position { get; private set; }

    /// <param name="folder">Where the files are; it is made if it is missing.</param>
    /// <param name="baseName">What their names begin with.</param>
    /// <param name="options">How they are written. May be others than last time.</param>
    /// <param name="committed">The last position that was committed; null if none ever was.</param>
    /// <param name="clock">Tells the age of files.</param>
    /// <exception cref="ToolException">The files do not fit the position, and stay as they are; or cannot be accessed.</exception>
    public static FollowFiles Open(
        string folder, string baseName, FollowFileOptions options, OutputPosition? committed, TimeProvider clock)
    {
        try
        {
            FollowRecovery.Run(folder, baseName, committed);
            var now = clock.GetUtcNow();
            var position = committed ?? new OutputPosition(new FollowFileName(baseName, 1, options.Gzip).ToString(), 0, now);
            var fits = FollowFileName.Parse(position.File)!.Gzip == options.Gzip;
            return new FollowFiles(folder, options, clock, fits ? position : position.Next(options.Gzip, now));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ToolException(ExitCode.Output, $"the output in the folder {folder} cannot be opened: {e.Message}");
        }
    }

    /// <summary>
    /// Adds the lines of one page, whole and to one file; cancelled before it begins, or not at all. After a failure the page may
    /// be half written: no other follows, until the output is opened again.
    /// </summary>
    /// <returns>The position to commit.</returns>
    /// <exception cref="IOException">The disk is full, or something else changed the file or took it away.</exception>
    public async Task<OutputPosition> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        if (_failed)
            throw new InvalidOperationException("A page may be half written; open the output again.");
        cancellationToken.ThrowIfCancellationRequested();
        if (lines.IsEmpty)
            return Position;
        _failed = true;
        try
        {
            Position = await AppendAsync(lines, Target()).ConfigureAwait(false);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
        _failed = false;
        return Position;
    }

    private OutputPosition Target()
    {
        var now = _clock.GetUtcNow();
        if (Position.Length == 0)
            return Position with { Opened = now };
        var full = Position.Length >= _options.RotateSize || now - Position.Opened >= _options.RotateEvery;
        return full ? Position.Next(_options.Gzip, now) : Position;
    }

    private async Task<OutputPosition> AppendAsync(ReadOnlyMemory<byte> lines, OutputPosition target)
    {
        // Opened for each page, and made only if nothing is to be in it: a file that was taken away does not go unnoticed.
        var path = Path.Combine(_folder, target.File);
        var mode = target.Length == 0 ? FileMode.OpenOrCreate : FileMode.Open;
        var file = new FileStream(path, mode, FileAccess.Write, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            if (file.Length != target.Length)
                throw new IOException($"{path} has {file.Length} bytes instead of {target.Length}: something else writes to it.");
            file.Seek(0, SeekOrigin.End);
            var writer = new LineWriter(file, _options.Gzip); // A gzip member for each page.
            await using (writer.ConfigureAwait(false))
            {
                await writer.WriteAsync(lines, CancellationToken.None).ConfigureAwait(false);
                await writer.CompleteAsync(CancellationToken.None).ConfigureAwait(false);
            }
            file.Flush(flushToDisk: true);
            if (target.Length == 0)
                DirectorySync.Sync(_folder);
            return target with { Length = file.Position };
        }
    }
}
