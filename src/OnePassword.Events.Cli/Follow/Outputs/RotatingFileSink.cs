using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>Numbered files, with exactly-once delivery. No file is changed before the first page is received.</summary>
internal sealed class RotatingFileSink(OutputFolder folder, string baseName, OutputOptions options, LineFormatter formatter)
    : IFollowSink
{
    private readonly Dictionary<string, IDisposable> _locks = new(StringComparer.Ordinal);
    private RotatingFiles? _files;
    private FileRecovery? _renamed; // The end of the files that have the former name of the output.
    private OutputPosition? _start;
    private bool _isNew; // The checkpoint was written by a follow to another output.

    public string? Folder => folder.Path;

    public long MinFreeSpace { get; init; }

    public string Location => folder.PathOf(_start!.Target(options, folder.Clock.GetUtcNow()).Name);

    public string? Open(Checkpoint? checkpoint)
    {
        var committed = CommittedBy(checkpoint);
        var formerBase = committed?.Name.Base ?? baseName;
        if (!Directory.Exists(folder.Path))
            _ = OpenFiles(committed, formerBase); // Throws before the folder is created, and before there is anything to lock.
        Lock(baseName);
        Lock(formerBase);
        _files = OpenFiles(committed, formerBase);
        _isNew = checkpoint is not null && committed is null;
        _start = _files.Position;
        return _start.ToJson();
    }

    /// <summary>Throws what <see cref="Open"/> would throw, and changes nothing.</summary>
    /// <exception cref="CliException">The files do not match the checkpoint.</exception>
    public void Check(Checkpoint? checkpoint)
    {
        var committed = CommittedBy(checkpoint);
        OutputCheck.Run(folder, baseName, committed);
        _start = OutputPosition.Start(folder, baseName, options, committed);
    }

    public async Task<string?> AppendAsync(OutputPage page, CancellationToken cancellationToken)
    {
        var lines = formatter.Format(page.Events, page.Origin.ReadAt);
        if (lines.IsEmpty && _renamed is not null)
            return _renamed.Committed.ToJson();
        if (_renamed is not null)
        {
            _renamed.Run([]);
            new FinishedFiles(folder, _renamed.Committed.Name.Base).Mark(before: _renamed.Committed.Name.Number + 1);
        }
        if (!lines.IsEmpty && (_renamed is not null || _isNew))
        {
            // Saved before a line is written: files without a checkpoint would be rejected at the next start.
            await page.SaveStateAsync(_files!.Position.ToJson()).ConfigureAwait(false);
            (_renamed, _isNew) = (null, false);
        }
        return (await _files!.AppendAsync(lines, cancellationToken).ConfigureAwait(false)).ToJson();
    }

    public Task FinishAsync(Func<string, Task> save, bool endsRun) =>
        _renamed is null ? _files!.FinishAsync(save, endsRun) : Task.CompletedTask;

    public void RemoveOld()
    {
        if (_renamed is null)
            _files!.RemoveOld();
    }

    public void Dispose()
    {
        foreach (var taken in _locks.Values)
            taken.Dispose();
    }

    // The name changes when accounts are added or removed. The files with the former name end at the committed position.
    private RotatingFiles OpenFiles(OutputPosition? committed, string formerBase)
    {
        _renamed = null;
        if (formerBase == baseName)
            return RotatingFiles.Open(folder, baseName, options, committed, _files?.LastAttempt);
        try
        {
            OutputCheck.Run(folder, baseName, committed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw folder.CannotOpen(e);
        }
        _renamed = new FileRecovery(folder, committed!);
        return RotatingFiles.Open(folder, baseName, options, committed: null);
    }

    private void Lock(string name)
    {
        if (!_locks.ContainsKey(name))
            _locks[name] = folder.Lock(name, name);
    }

    private static OutputPosition? CommittedBy(Checkpoint? checkpoint) => checkpoint?.State is not { } state ? null
        : OutputPosition.Parse(state)
                ?? throw new CliException(
                    ExitCode.State,
                    "another program wrote the checkpoint and stores its own state in it. Use another state folder.");
}
