using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Durable;

namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>
/// The numbered files of one feed of one account. An appended page is on the disk, and counts once its position is committed
/// together with the cursor. Uncommitted bytes are completed or moved aside with the next page, so that each page is there once.
/// </summary>
internal sealed class RotatingFiles
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly OutputFolder _folder;
    private readonly OutputOptions _options;
    private readonly FinishedFiles _finished;
    private FileRecovery? _recovery;
    private bool _mayBeUnmarked = true; // After a crash, or when the next file was begun.
    private DateTimeOffset _nextRemoval;
    private bool _failed;

    private RotatingFiles(
        OutputFolder folder, OutputOptions options, OutputPosition position, FileRecovery? recovery,
        (string File, long From)? lastAttempt)
    {
        (_folder, _options, Position, _recovery, LastAttempt) = (folder, options, position, recovery, lastAttempt);
        _finished = new FinishedFiles(folder, position.Name.Base);
    }

    /// <summary>
    /// Gets the position after the last page. It is committed before the first page is appended, and after each page.
    /// </summary>
    public OutputPosition Position { get; private set; }

    /// <summary>
    /// Gets the file and position of the last page that this run appended, completely or not; null before the first.
    /// </summary>
    public (string File, long From)? LastAttempt { get; private set; }

    private DateTimeOffset Now => _folder.Clock.GetUtcNow();

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
            var position = OutputPosition.Start(folder, baseName, options, committed);
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
            var remains = _recovery?.Run(page.Span);
            _recovery = null;
            var target = remains?.Start ?? Position.Target(_options, Now);
            _mayBeUnmarked |= target.File != Position.File;
            Position = await AppendAsync(page, target, remains).ConfigureAwait(false);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
        _failed = false;
        return Position;
    }

    /// <summary>
    /// Marks each file that gets no further page as finished, and removes old ones. All appended pages must be committed.
    /// </summary>
    /// <param name="save">Saves a state with the committed cursor.</param>
    /// <param name="endsRun">Whether the run ends now. Without rotation, its file is finished then.</param>
    public async Task FinishAsync(Func<string, Task> save, bool endsRun)
    {
        var committed = _recovery?.Committed ?? Position;
        var gets = Position.Target(_options, Now).File == committed.File && !(endsRun && !_options.Rotates);
        if (committed.Length > 0 && !gets && _recovery is not { HasTail: true })
        {
            // Saved before the file is renamed: from then on, it can be removed, because no checkpoint requires it.
            committed = committed.Next(_options.Gzip, Now);
            await save(committed.ToJson()).ConfigureAwait(false);
            (Position, _mayBeUnmarked) = (committed, true);
            _recovery = _recovery is null ? null : new FileRecovery(_folder, committed, LastAttempt);
        }
        if (_mayBeUnmarked || Now >= _nextRemoval)
            CleanUp(committed);
    }

    /// <summary>Marks finished files and removes old ones now. It does not touch pages that are not committed.</summary>
    public void RemoveOld() => CleanUp(_recovery?.Committed ?? Position);

    // A file that another program locks stays until a later response.
    private void CleanUp(OutputPosition committed)
    {
        _mayBeUnmarked = !_finished.Mark(before: committed.Name.Number);
        if (!_options.RemovesFiles)
            _nextRemoval = DateTimeOffset.MaxValue;
        else if (_finished.RemoveOld(_options, before: committed.Name.Number))
            _nextRemoval = Now + TimeSpan.FromTicks(Math.Min(Hour.Ticks, _options.Keep?.Ticks / 10 ?? Hour.Ticks));
    }

    private async Task<OutputPosition> AppendAsync(ReadOnlyMemory<byte> page, OutputPosition target, Remains? remains)
    {
        // Opened for each page, and created only for its first one, so that a missing file is noticed.
        var (path, from) = (_folder.PathOf(target.Name), target.Length + (remains?.Length ?? 0));
        var file = from == 0 && remains is null
            ? AppendOnlyFile.Create(_folder, path)
            : AppendOnlyFile.Open(_folder, path, new CommittedPart(from, Fingerprint: null));
        await using (file.ConfigureAwait(false))
        {
            if (file.TailLength > 0)
                throw new IOException($"{path} has {file.TailLength} unexpected bytes at its end. Another program writes to it.");
            LastAttempt = (target.File, target.Length);
            await file.AppendAsync(page[(int)(from - target.Length)..], CancellationToken.None).ConfigureAwait(false);
            var committed = file.Commit();
            return target with { Length = committed.Length, Fingerprint = committed.Fingerprint };
        }
    }
}
