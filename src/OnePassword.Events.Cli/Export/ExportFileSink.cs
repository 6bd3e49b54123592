using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Export;

/// <summary>
/// Writes a feed to a file that ends in <c>.partial</c> until it is complete and on the disk. An older file of the final name
/// stays until then. The manifest records from where another run can resume. No file is changed before the first page arrives.
/// </summary>
internal sealed class ExportFileSink : ExportSink
{
    // Waiting for the disk is slow, and an interruption costs only what was read since the last save.
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(1);

    private readonly ExportFiles _files;
    private readonly ExportLines _lines;
    private readonly bool _overwrite;
    private AppendOnlyFile? _file;
    private LineWriter? _writer;
    private ExportManifest _manifest;
    private ExportManifest? _saved;
    private long _savedAt;

    public ExportFileSink(ExportFiles files, ExportManifest manifest, ExportLines lines, bool overwrite)
    {
        (_files, _manifest, _lines, _overwrite) = (files, manifest, lines, overwrite);
        _saved = manifest.Position is null ? null : manifest;
        files.ThrowIfBlocked();
    }

    public override string Location => _files.Path;

    public override string? PartialLocation => File.Exists(_files.PartialPath) ? _files.PartialPath : null;

    public override bool CanResume => _saved?.Position is not null;

    private TimeProvider Clock => _files.Folder.Clock;

    // A page is written as a whole, so that its position can be saved.
    public override ValueTask AppendAsync(RawEventPage page, CancellationToken cancellationToken)
    {
        var writer = Open();
        foreach (var lines in _lines.FormatParts(page))
            writer.Write(lines.Span);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask AdvanceToAsync(ReadPosition position, FeedProgress.Snapshot progress)
    {
        await _writer!.EndMemberAsync().ConfigureAwait(false);
        _manifest = _manifest.After(position, _file!.Length, progress);
        if (Clock.GetElapsedTime(_savedAt) >= SaveInterval)
            SavePosition();
    }

    public override void SavePosition()
    {
        if (_file is not null && _manifest != _saved)
            Save(_file, _manifest);
    }

    public override async ValueTask CompleteAsync()
    {
        await Open().CompleteAsync(CancellationToken.None).ConfigureAwait(false);
        Save(_file!, _manifest with { Length = _file!.Length, Window = null, Done = true });
        await _file.DisposeAsync().ConfigureAwait(false);
        _files.Finish(_overwrite);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_writer is not null)
            await _writer.DisposeAsync().ConfigureAwait(false);
        if (_file is not null)
            await _file.DisposeAsync().ConfigureAwait(false);
    }

    private LineWriter Open()
    {
        if (_writer is not null)
            return _writer;
        if (_manifest.Position is null)
        {
            _files.SetAsideUnfinished();
            _file = AppendOnlyFile.Create(_files.Folder, _files.PartialPath);
            Save(_file, _manifest);
        }
        else
        {
            _file = AppendOnlyFile.Open(_files.Folder, _files.PartialPath, _manifest.Latest.Committed);
            Truncate(_file);
        }
        return _writer = new LineWriter(_file.Stream, _manifest.Gzip, isEmpty: _manifest.Latest.Length == 0);
    }

    private void Truncate(AppendOnlyFile file)
    {
        if (file.TailLength == 0)
            return;
        _files.Folder.Warn(
            MessageEvent.FileRecovered,
            $"removed {Format.Count(file.TailLength, "uncommitted byte")} from {file.Path}. Their events will be read again.",
            _files.Source);
        file.Truncate();
    }

    private void Save(AppendOnlyFile file, ExportManifest manifest)
    {
        // The part before the window is needed if the server rejects the cursor of the window.
        _files.Manifest.Save(manifest with
        {
            Fingerprint = file.Commit(manifest.Length).Fingerprint,
            Window = manifest.Window is { } window ? window with { Fingerprint = file.FingerprintOf(window.Length) } : null,
        });
        (_saved, _savedAt) = (manifest, Clock.GetTimestamp());
    }
}
