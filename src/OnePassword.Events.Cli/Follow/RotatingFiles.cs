using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Durable;

namespace OnePassword.Events.Cli.Follow;

/// <summary>
/// The numbered files of one feed of one account. An appended page is on the disk, and counts once its position is committed
/// together with the cursor. Uncommitted bytes are removed before the next page, so that each page is there exactly once.
/// </summary>
internal sealed class RotatingFiles
{
    private readonly OutputFolder _folder;
    private readonly OutputOptions _options;
    private FileRecovery? _recovery;
    private bool _failed;

    private RotatingFiles(
        OutputFolder folder, OutputOptions options, OutputPosition position, FileRecovery? recovery,
        (string File, long From)? lastAttempt) =>
        (_folder, _options, Position, _recovery, LastAttempt) = (folder, options, position, recovery, lastAttempt);

    /// <summary>
    /// Gets the position after the last page. It is committed before the first page is appended, and after each page.
    /// </summary>
    public OutputPosition Position { get; private set; }

    /// <summary>
    /// Gets the file and position of the last page that this run appended, completely or not; null before the first.
    /// </summary>
    public (string File, long From)? LastAttempt { get; private set; }

    /// <summary>Checks the files and creates the folder. No file is changed before the first page is appended.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="baseName">The beginning of the file names.</param>
    /// <param name="options">How files are written. They can differ from the last run.</param>
    /// <param name="committed">The committed position; null if nothing was committed.</param>
    /// <param name="lastAttempt">The file and position of the last page that this run appended; null if none.</param>
    /// <exception cref="CliException">The files do not match the position, or cannot be accessed.</exception>
    public static RotatingFiles Open(
        OutputFolder folder, string baseName, OutputOptions options, OutputPosition? committed,
        (string File, long From)? lastAttempt = null)
    {
        try
        {
            OutputCheck.Run(folder, baseName, committed);
            folder.Create();
            var position = OutputPosition.Start(baseName, options, committed, folder.Clock.GetUtcNow());
            var recovery = committed is null ? null : new FileRecovery(folder, committed, lastAttempt);
            return new RotatingFiles(folder, options, position, recovery, lastAttempt);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw folder.CannotOpen(e);
        }
    }

    /// <summary>
    /// Appends the lines of one page to one file. It cannot be canceled once it has begun. After a failure, the page may be half
    /// written, and the files must be opened again.
    /// </summary>
    /// <returns>The position to commit.</returns>
    /// <exception cref="IOException">The disk is full, or another program changed or removed the file.</exception>
    public async Task<OutputPosition> AppendAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        if (_failed)
            throw new InvalidOperationException("A page may be half written. Open the files again.");
        cancellationToken.ThrowIfCancellationRequested();
        if (lines.IsEmpty)
            return _recovery?.Committed ?? Position;
        _failed = true;
        try
        {
            var page = _options.Gzip ? await LineWriter.CompressAsync(lines).ConfigureAwait(false) : lines;
            _recovery?.Run(page.Span);
            _recovery = null;
            Position = await AppendAsync(page, Position.Target(_options, _folder.Clock.GetUtcNow())).ConfigureAwait(false);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
        _failed = false;
        return Position;
    }

    private async Task<OutputPosition> AppendAsync(ReadOnlyMemory<byte> page, OutputPosition target)
    {
        // Opened for each page, and created only for its first one, so that a missing file is noticed.
        var path = _folder.PathOf(target.File);
        var file = target.Length == 0
            ? AppendOnlyFile.Create(_folder, path)
            : AppendOnlyFile.Open(_folder, path, new CommittedPart(target.Length, Fingerprint: null));
        await using (file.ConfigureAwait(false))
        {
            if (file.TailLength > 0)
                throw new IOException($"{path} has {file.TailLength} unexpected bytes at its end. Another program writes to it.");
            LastAttempt = (target.File, target.Length);
            await file.AppendAsync(page, CancellationToken.None).ConfigureAwait(false);
            var committed = file.Commit();
            return target with { Length = committed.Length, Fingerprint = committed.Fingerprint };
        }
    }
}
