namespace OnePassword.Events.Cli.Follow;

/// <summary>Numbered files, exactly once: what the checkpoint does not hold is cut off when they are opened.</summary>
internal sealed class FileFollowSink(string folder, string baseName, FollowFileOptions options, TimeProvider clock) : IFollowSink
{
    private FollowFiles? _files;
    private FileStream? _lock;

    public string Where => Path.Combine(folder, $"{baseName}-….ndjson{(options.Gzip ? ".gz" : "")}");

    public string? Open(EventsCheckpoint? checkpoint)
    {
        var committed = Committed(checkpoint);
        if (Directory.Exists(folder))
            _lock ??= OutputLock.Take(folder, baseName);
        if (committed is not null && FollowFileName.Parse(committed.File)!.Base is var written && written != baseName)
        {
            // The accounts have become more or fewer, and the names of the files with them: what was written is brought in order.
            using var taken = Directory.Exists(folder) ? OutputLock.Take(folder, written) : null;
            _ = FollowFiles.Open(folder, written, options, committed, clock);
            committed = null;
        }
        _files = FollowFiles.Open(folder, baseName, options, committed, clock);
        _lock ??= OutputLock.Take(folder, baseName); // In a folder that was just made, and in which nothing could be cut off.
        return _files.Position.ToJson();
    }

    /// <summary>Refuses what <see cref="Open"/> refuses, and touches nothing.</summary>
    /// <exception cref="ToolException">The files do not fit the checkpoint.</exception>
    public void Check(EventsCheckpoint? checkpoint)
    {
        var committed = Committed(checkpoint);
        var written = committed is null ? null : FollowFileName.Parse(committed.File)!.Base;
        if (written is not null)
            FollowRecovery.Check(folder, written, committed);
        if (written != baseName)
            FollowRecovery.Check(folder, baseName, committed: null);
    }

    public async Task<string?> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken) =>
        (await _files!.WriteAsync(lines, cancellationToken).ConfigureAwait(false)).ToJson();

    public void Dispose() => _lock?.Dispose();

    private static OutputPosition? Committed(EventsCheckpoint? checkpoint) => checkpoint?.State is not { } state ? null
        : OutputPosition.Parse(state)
            ?? throw new ToolException(ExitCode.State, "the checkpoint was written by another program, which keeps something of its own in it; give another state folder.");
}
