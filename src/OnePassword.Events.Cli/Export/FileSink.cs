namespace OnePassword.Events.Cli.Export;

/// <summary>
/// Writes a feed to a file that has its name only once it is complete and on the disk; until then it ends in
/// <c>.partial</c>, and an older file of that name stays as it is. The manifest says how far another run could go on.
/// </summary>
internal sealed class FileSink : LineSink
{
    // So often it waits for the disk: hardly ever, and an interruption costs no more than what was read since.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ExportFiles _files;
    private readonly TimeProvider _clock;
    private readonly FileStream _file;
    private readonly LineWriter _lines;
    private ExportManifest _manifest;
    private ExportManifest? _kept;
    private long _keptAt;

    public FileSink(ExportFiles files, ExportManifest manifest, TimeProvider clock)
        : base(manifest.Envelope ? manifest.Feed : null)
    {
        (_files, _manifest, _clock) = (files, manifest, clock);
        // Nobody else's as long as it is open: a second export would write over this one's lines.
        _file = new FileStream(files.Partial, manifest.Position is null ? FileMode.Create : FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        if (manifest.Position is not null)
        {
            _file.SetLength(manifest.Length);
            _file.Seek(0, SeekOrigin.End);
        }
        _lines = new LineWriter(_file, manifest.Gzip, isEmpty: manifest.Length == 0);
    }

    public override string Where => _files.Complete;

    public override string WherePartial => _files.Partial;

    public override ValueTask BeginAsync(CancellationToken cancellationToken) => KeepAsync(_manifest, cancellationToken);

    public override async ValueTask ReachAsync(ReadPosition position, FeedProgress.Snapshot progress, CancellationToken cancellationToken)
    {
        await _lines.EndMemberAsync().ConfigureAwait(false);
        _manifest = _manifest.At(position, _file.Position, progress);
        if (_clock.GetElapsedTime(_keptAt) >= Interval)
            await KeepAsync().ConfigureAwait(false);
    }

    public override bool CanGoOn => _kept?.Position is not null;

    public override ValueTask KeepAsync() => _manifest == _kept ? ValueTask.CompletedTask : KeepAsync(_manifest, CancellationToken.None);

    public override async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        await _lines.CompleteAsync(cancellationToken).ConfigureAwait(false);
        await KeepAsync(_manifest with { Length = _file.Length, Done = true }, CancellationToken.None).ConfigureAwait(false);
        if (!OperatingSystem.IsWindows())
            _files.Finish(); // While it is held. Windows gives an open file no other name.
        await _file.DisposeAsync().ConfigureAwait(false);
        if (OperatingSystem.IsWindows())
            _files.Finish();
    }

    public override async ValueTask DisposeAsync()
    {
        await using (_file.ConfigureAwait(false))
            await _lines.DisposeAsync().ConfigureAwait(false);
    }

    protected override ValueTask WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken) => _lines.WriteAsync(lines, cancellationToken);

    private async ValueTask KeepAsync(ExportManifest manifest, CancellationToken cancellationToken)
    {
        _file.Flush(flushToDisk: true);
        await WholeFile.WriteAsync(_files.Manifest, manifest.ToJson(), cancellationToken).ConfigureAwait(false);
        (_kept, _keptAt) = (manifest, _clock.GetTimestamp());
    }
}
