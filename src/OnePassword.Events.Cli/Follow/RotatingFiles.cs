using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Durable;

namespace OnePassword.Events.Cli.Follow;

/// <summary>
/// The output of one feed of one account: numbered files, to which pages are added. A page is on the disk when it is written, and
/// counts once its position is committed, together with the cursor after it. What is not committed is removed before the next page
/// is written. So each page is there exactly once, wherever the process ended.
/// </summary>
internal sealed class RotatingFiles
{
    private readonly OutputFolder _folder;
    private readonly RotatingFileOptions _options;
    private FileRecovery? _recovery;
    private bool _failed;

    private RotatingFiles(OutputFolder folder, RotatingFileOptions options, OutputPosition position, FileRecovery? recovery, PageAttempt? own) =>
        (_folder, _options, Position, _recovery, Attempt) = (folder, options, position, recovery, own);

    /// <summary>After the last page. To be committed before the first page is written, and after each.</summary>
    public OutputPosition Position { get; private set; }

    /// <summary>Where the last page of this run went, written whole or not; null before the first.</summary>
    public PageAttempt? Attempt { get; private set; }

    /// <summary>Checks the files and creates the folder. No file is changed before the first page is written.</summary>
    /// <param name="folder">Where the files are.</param>
    /// <param name="baseName">What their names begin with.</param>
    /// <param name="options">How they are written. May be others than last time.</param>
    /// <param name="committed">The last position that was committed; null if none ever was.</param>
    /// <param name="own">Where this run has written before; null if it has not.</param>
    /// <exception cref="CliException">The files do not fit the position, or cannot be accessed.</exception>
    public static RotatingFiles Open(OutputFolder folder, string baseName, RotatingFileOptions options, OutputPosition? committed, PageAttempt? own = null)
    {
        try
        {
            OutputCheck.Run(folder, baseName, committed);
            folder.Create();
            var now = folder.Clock.GetUtcNow();
            var position = committed ?? new OutputPosition(new OutputFileName(baseName, 1, options.Gzip).ToString(), 0, now);
            var fits = OutputFileName.Parse(position.File)!.Gzip == options.Gzip;
            var recovery = committed is null ? null : new FileRecovery(folder, committed, own);
            return new RotatingFiles(folder, options, fits ? position : position.Next(options.Gzip, now), recovery, own);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CliException(ExitCode.Output, $"the output in the folder {folder.Path} cannot be opened: {e.Message}");
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
            return _recovery?.Committed ?? Position;
        _failed = true;
        try
        {
            var page = _options.Gzip ? await CompressAsync(lines).ConfigureAwait(false) : lines;
            _recovery?.Run(page.Span);
            _recovery = null;
            Position = await AppendAsync(page, Target()).ConfigureAwait(false);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
        _failed = false;
        return Position;
    }

    // A gzip member for each page.
    private static async Task<ReadOnlyMemory<byte>> CompressAsync(ReadOnlyMemory<byte> lines)
    {
        var member = new MemoryStream();
        var writer = new GzipMemberWriter(member, gzip: true);
        await using (writer.ConfigureAwait(false))
        {
            await writer.WriteAsync(lines, CancellationToken.None).ConfigureAwait(false);
            await writer.CompleteAsync(CancellationToken.None).ConfigureAwait(false);
        }
        return member.GetBuffer().AsMemory(0, (int)member.Length);
    }

    private OutputPosition Target()
    {
        var now = _folder.Clock.GetUtcNow();
        if (Position.Length == 0)
            return Position with { Opened = now };
        var full = Position.Length >= _options.RotateSize || now - Position.Opened >= _options.RotateEvery;
        return full ? Position.Next(_options.Gzip, now) : Position;
    }

    private async Task<OutputPosition> AppendAsync(ReadOnlyMemory<byte> page, OutputPosition target)
    {
        // Opened for each page, and created only if nothing is to be in it: a file that was taken away does not go unnoticed.
        var path = _folder.PathOf(target.File);
        var file = target.Length == 0 ? _folder.CreateFile(path) : _folder.Disk.Open(path);
        await using (file.ConfigureAwait(false))
        {
            if (file.Length != target.Length)
                throw new IOException($"{path} has {file.Length} bytes instead of {target.Length}: something else writes to it.");
            Attempt = new PageAttempt(target.File, target.Length);
            file.Position = target.Length;
            await file.WriteAsync(page, CancellationToken.None).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
            if (target.Length == 0)
                _folder.Disk.SyncFolder(_folder.Path);
            return target with { Length = file.Position, Fingerprint = Fingerprint.Of(file, file.Position) };
        }
    }
}
