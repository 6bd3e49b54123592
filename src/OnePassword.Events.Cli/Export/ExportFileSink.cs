using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Durable;

namespace OnePassword.Events.Cli.Export;

/// <summary>
/// Writes a feed to a file that has its name only once it is complete and on the disk; until then it ends in
/// <c>.partial</c>, and an older file of that name stays as it is. The manifest says how far another run could go on.
/// No file is changed before the first page is there.
/// </summary>
internal sealed class ExportFileSink : ExportSink
{
    // So often it waits for the disk: hardly ever, and an interruption costs no more than what was read since.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ExportFiles _files;
    private FileStream? _file;
    private GzipMemberWriter? _lines;
    private ExportManifest _manifest;
    private ExportManifest? _kept;
    private long _keptAt;

    public ExportFileSink(ExportFiles files, ExportManifest manifest)
        : base(manifest.Envelope ? manifest.Feed : null)
    {
        (_files, _manifest) = (files, manifest);
        _kept = manifest.Position is null ? null : manifest;
        files.ThrowIfBlocked();
    }

    public override string Where => _files.Complete;

    public override string? WherePartial => File.Exists(_files.Partial) ? _files.Partial : null;

    public override bool CanGoOn => _kept?.Position is not null;

    private TimeProvider Clock => _files.Folder.Clock;

    public override async ValueTask ReachAsync(ReadPosition position, FeedProgress.Snapshot progress, CancellationToken cancellationToken)
    {
        await _lines!.EndMemberAsync().ConfigureAwait(false);
        _manifest = _manifest.At(position, _file!.Position, progress);
        if (Clock.GetElapsedTime(_keptAt) >= Interval)
            Keep();
    }

    public override void Keep()
    {
        if (_file is not null && _manifest != _kept)
            Keep(_file, _manifest);
    }

    public override async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        await Open().CompleteAsync(cancellationToken).ConfigureAwait(false);
        Keep(_file!, _manifest with { Length = _file!.Length, Done = true });
        await _file.DisposeAsync().ConfigureAwait(false);
        _files.Finish();
    }

    public override async ValueTask DisposeAsync()
    {
        if (_lines is not null)
            await _lines.DisposeAsync().ConfigureAwait(false);
        if (_file is not null)
            await _file.DisposeAsync().ConfigureAwait(false);
    }

    protected override ValueTask WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken) => Open().WriteAsync(lines, cancellationToken);

    private GzipMemberWriter Open()
    {
        if (_lines is not null)
            return _lines;
        if (_manifest.Position is null)
        {
            _files.SetAsideUnfinished();
            _file = _files.Folder.CreateFile(_files.Partial);
            Keep(_file, _manifest);
        }
        else
        {
            _file = _files.Folder.Disk.Open(_files.Partial);
            CutBack(_file);
        }
        return _lines = new GzipMemberWriter(_file, _manifest.Gzip, isEmpty: _manifest.Length == 0);
    }

    private void CutBack(FileStream file)
    {
        if (_manifest.Committed.Difference(file, _files.Partial) is { } difference)
            throw new IOException($"{difference}: something else writes to it.");
        var cut = file.Length - _manifest.Length;
        if (cut > 0)
            _files.Folder.Say($"{_manifest.Feed}: removed {Format.Count(cut, "byte")} behind the last kept position from {_files.Partial}; their events are read again.");
        file.SetLength(_manifest.Length);
        file.Position = _manifest.Length;
    }

    private void Keep(FileStream file, ExportManifest manifest)
    {
        file.Flush(flushToDisk: true);
        var bytes = (manifest with { Fingerprint = Fingerprint.Of(file, manifest.Length) }).ToJson();
        _files.Folder.Disk.Save(_files.Manifest, System.Text.Encoding.UTF8.GetBytes(bytes));
        (_kept, _keptAt) = (manifest, Clock.GetTimestamp());
    }
}
