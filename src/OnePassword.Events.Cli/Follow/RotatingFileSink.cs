using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow;

/// <summary>Numbered files, exactly once. Nothing in them is changed before the first page is there.</summary>
internal sealed class RotatingFileSink(OutputFolder folder, string baseName, RotatingFileOptions options) : IFollowSink
{
    private readonly Dictionary<string, IDisposable> _locks = new(StringComparer.Ordinal);
    private RotatingFiles? _files;
    private FileRecovery? _former;
    private bool _isNew; // The checkpoint knows nothing of these files: it was made by a follow to another output.

    public string Where => folder.PathOf($"{baseName}-….ndjson{(options.Gzip ? ".gz" : "")}");

    public string? Open(EventsCheckpoint? checkpoint)
    {
        var committed = Committed(checkpoint);
        var written = committed is null ? baseName : OutputFileName.Parse(committed.File)!.Base;
        if (!Directory.Exists(folder.Path))
            _ = OpenFiles(committed, written); // Refuses before the folder is created, and before there is anything to lock.
        Lock(baseName);
        Lock(written);
        _files = OpenFiles(committed, written);
        _isNew = checkpoint is not null && committed is null;
        return _files.Position.ToJson();
    }

    /// <summary>Refuses what <see cref="Open"/> refuses, and touches nothing.</summary>
    /// <exception cref="CliException">The files do not fit the checkpoint.</exception>
    public void Check(EventsCheckpoint? checkpoint) => OutputCheck.Run(folder, baseName, Committed(checkpoint));

    public async Task<string?> WriteAsync(ReadOnlyMemory<byte> lines, Func<string, Task> save, CancellationToken cancellationToken)
    {
        if (_former is not null)
        {
            if (lines.IsEmpty)
                return _former.Committed.ToJson();
            // Saved before a line is written: files of the new name without a checkpoint of it would be refused.
            _former.Run([]);
            await save(_files!.Position.ToJson()).ConfigureAwait(false);
            _former = null;
        }
        if (_isNew && !lines.IsEmpty)
        {
            await save(_files!.Position.ToJson()).ConfigureAwait(false);
            _isNew = false;
        }
        return (await _files!.WriteAsync(lines, cancellationToken).ConfigureAwait(false)).ToJson();
    }

    public void Dispose()
    {
        foreach (var taken in _locks.Values)
            taken.Dispose();
    }

    // When accounts were added or removed, the names of the files change: the files of the former name end where they are committed.
    private RotatingFiles OpenFiles(OutputPosition? committed, string written)
    {
        if (written == baseName)
            return RotatingFiles.Open(folder, baseName, options, committed, _files?.Attempt);
        Check(committed);
        _former = new FileRecovery(folder, committed!);
        return RotatingFiles.Open(folder, baseName, options, committed: null);
    }

    private void Check(OutputPosition? committed)
    {
        try
        {
            OutputCheck.Run(folder, baseName, committed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Output, $"the output in the folder {folder.Path} cannot be opened: {e.Message}");
        }
    }

    private void Lock(string name)
    {
        if (!_locks.ContainsKey(name))
            _locks[name] = folder.Lock(name, name);
    }

    private static OutputPosition? Committed(EventsCheckpoint? checkpoint) => checkpoint?.State is not { } state ? null
        : OutputPosition.Parse(state)
            ?? throw new CliException(ExitCode.State, "the checkpoint was written by another program, which keeps something of its own in it; give another state folder.");
}
