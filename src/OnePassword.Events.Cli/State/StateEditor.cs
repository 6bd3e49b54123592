namespace OnePassword.Events.Cli.State;

/// <summary>A state folder that this run has to itself: no follow writes what is being changed. What was there is kept as a backup.</summary>
internal sealed class StateEditor : IDisposable
{
    private readonly string _folder;
    private readonly FileCheckpointStore _store;
    private readonly ToolIo _io;

    private StateEditor(string folder, FileCheckpointStore store, ToolIo io) => (_folder, _store, _io) = (folder, store, io);

    /// <summary>Takes a folder that is there.</summary>
    /// <exception cref="ToolException">Something else has it, or it may not be written.</exception>
    public static StateEditor Open(string folder, ToolIo io)
    {
        try
        {
            return new StateEditor(folder, FileCheckpointStore.Open(folder), io);
        }
        catch (Exception e) when (e is CheckpointException or IOException or UnauthorizedAccessException)
        {
            throw Failure(folder, e);
        }
    }

    public async Task SaveAsync(string name, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        try
        {
            await BackUpAsync(name).ConfigureAwait(false);
            await _store.SaveAsync(name, checkpoint with { SavedAt = _io.Clock.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failure(_folder, e);
        }
    }

    public async Task ForgetAsync(string name)
    {
        try
        {
            await BackUpAsync(name).ConfigureAwait(false);
            _store.Remove(name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failure(_folder, e);
        }
    }

    public void Rename(string name, string newName)
    {
        try
        {
            _store.Rename(name, newName);
        }
        catch (ArgumentException e)
        {
            throw ToolException.Usage(Connection.Server.OneLine(e));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failure(_folder, e);
        }
    }

    public void Dispose() => _store.Dispose();

    private async Task BackUpAsync(string name) =>
        await _io.Error.WriteLineAsync($"{name}: the checkpoint as it was is kept as {_store.Backup(name, _io.Clock.GetUtcNow())}").ConfigureAwait(false);

    private static ToolException Failure(string folder, Exception e) =>
        new(ExitCode.State, e is CheckpointException ? e.Message : $"the state folder {folder} cannot be changed: {e.Message}");
}
