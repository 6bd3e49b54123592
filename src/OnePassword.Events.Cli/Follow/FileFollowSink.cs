using OnePassword.Events.Cli.Output;

namespace OnePassword.Events.Cli.Follow;

/// <summary>Numbered files, exactly once. Nothing in them is changed before the first page is there.</summary>
internal sealed class FileFollowSink(OutputFolder folder, string baseName, FollowFileOptions options) : IFollowSink
{
    private readonly Dictionary<string, IDisposable> _locks = new(StringComparer.Ordinal);
    private FollowFiles? _files;
    private FollowRecovery? _former;
    private bool _isNew; // The checkpoint knows nothing of these files: it was made by a follow to another output.

    public string Where => folder.PathOf($"{baseName}-….ndjson{(options.Gzip ? ".gz" : "")}");

    public string? Open(Checkpoint? checkpoint)
    {
        var committed = Committed(checkpoint);
        var written = committed is null ? baseName : FollowFileName.Parse(committed.File)!.Base;
        if (!Directory.Exists(folder.Path))
            _ = OpenFiles(committed, written); // Refuses before the folder is created, and before there is anything to lock.
        Lock(baseName);
        Lock(written);
        _files = OpenFiles(committed, written);
        _isNew = checkpoint is not null && committed is null;
        return _files.Position.ToJson();
    }

    /// <summary>Refuses what <see cref="Open"/> refuses, and touches nothing.</summary>
    /// <exception cref="ToolException">The files do not fit the checkpoint.</exception>
    public void Check(Checkpoint? checkpoint) => FollowFilesCheck.Run(folder, baseName, Committed(checkpoint));

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
    private FollowFiles OpenFiles(OutputPosition? committed, string written)
    {
        if (written == baseName)
            return FollowFiles.Open(folder, baseName, options, committed, _files?.Attempt);
        Check(committed);
        _former = new FollowRecovery(folder, committed!);
        return FollowFiles.Open(folder, baseName, options, committed: null);
    }

    private void Check(OutputPosition? committed)
    {
        try
        {
            FollowFilesCheck.Run(folder, baseName, committed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCode.Output, $"the output in the folder {folder.Path} cannot be opened: {e.Message}");
        }
    }

    private void Lock(string name)
    {
        if (!_locks.ContainsKey(name))
            _locks[name] = folder.Lock(name, name);
    }

    private static OutputPosition? Committed(Checkpoint? checkpoint) => checkpoint?.State is not { } state ? null
        : OutputPosition.Parse(state)
            ?? throw new ToolException(ExitCode.State, "the checkpoint was written by another program, which keeps something of its own in it; give another state folder.");
}
