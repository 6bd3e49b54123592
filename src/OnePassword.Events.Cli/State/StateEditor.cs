using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.State;

/// <summary>Changes checkpoints in a state folder that is locked for this process. A backup is kept of each.</summary>
internal sealed class StateEditor : IDisposable
{
    private readonly string _folder;
    private readonly FileCheckpointStore _store;
    private readonly CliContext _cli;

    private StateEditor(string folder, FileCheckpointStore store, CliContext cli) =>
        (_folder, _store, _cli) = (folder, store, cli);

    /// <summary>Gets the checkpoints to change.</summary>
    public IReadOnlyList<StateEntry> Entries { get; private set; } = [];

    /// <summary>Locks an existing folder and reads the named checkpoints, or all of them if none is named.</summary>
    /// <exception cref="CliException">
    /// The folder or a checkpoint does not exist, another process holds the lock, or root would change another user's file.
    /// </exception>
    public static async Task<StateEditor> OpenAsync(
        string folder, IReadOnlyList<string> names, CliContext cli, CancellationToken cancellationToken)
    {
        // Checked before the store is opened, which would create a missing folder.
        foreach (var entry in await StateReader.ReadAsync(folder, names, cancellationToken).ConfigureAwait(false))
            FileOwner.ThrowIfOther(Path.Combine(folder, entry.Name + ".json"));
        var editor = Open(folder, cli);
        try
        {
            editor.Entries = await StateReader.ReadAsync(folder, names, cancellationToken).ConfigureAwait(false);
            return editor;
        }
        catch
        {
            editor.Dispose();
            throw;
        }
    }

    public async Task SaveAsync(string name, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        try
        {
            BackUp(name);
            await _store.SaveAsync(
                name, checkpoint with { SavedAt = _cli.Clock.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failure(_folder, e);
        }
    }

    public void Remove(string name)
    {
        try
        {
            BackUp(name);
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
            throw CliException.Usage(Format.Message(e));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failure(_folder, e);
        }
    }

    public void Dispose() => _store.Dispose();

    private static StateEditor Open(string folder, CliContext cli)
    {
        try
        {
            return new StateEditor(folder, FileCheckpointStore.Open(folder), cli);
        }
        catch (Exception e) when (e is CheckpointException or IOException or UnauthorizedAccessException)
        {
            throw Failure(folder, e);
        }
    }

    private void BackUp(string name) => _cli.Messages.Information(
        MessageEvent.CheckpointBackedUp,
        $"{name}: the previous checkpoint is kept as {_store.Backup(name, _cli.Clock.GetUtcNow())}");

    private static CliException Failure(string folder, Exception e) =>
        new(ExitCode.State, e is CheckpointException
            ? Shared.Failure.Of(e).Text
            : $"the state folder {folder} cannot be changed: {e.Message}");
}
