using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.State;

/// <summary>Reads the checkpoints in a state folder, even while a follow writes to it.</summary>
internal static class StateReader
{
    /// <summary>Returns the named checkpoints, or all of them if none is named.</summary>
    /// <exception cref="CliException">The folder or a checkpoint does not exist.</exception>
    public static async Task<IReadOnlyList<StateEntry>> ReadAsync(
        string folder, IReadOnlyList<string> wanted, CancellationToken cancellationToken)
    {
        using var store = Open(folder);
        var names = Names(store, folder);
        if (wanted.FirstOrDefault(name => !names.Contains(name, StringComparer.Ordinal)) is { } unknown)
            throw Unknown(unknown, folder, names);
        var entries = new List<StateEntry>();
        foreach (var name in wanted.Count > 0 ? wanted.Distinct(StringComparer.Ordinal) : names)
            entries.Add(await ReadAsync(store, name, cancellationToken).ConfigureAwait(false));
        return entries;
    }

    private static FileCheckpointStore Open(string folder) => Directory.Exists(folder)
        ? FileCheckpointStore.OpenReadOnly(folder)
        : throw CliException.Usage(
            string.IsNullOrWhiteSpace(folder)
                ? "--state is empty. Specify a folder."
                : $"the state folder {folder} does not exist.");

    private static IReadOnlyList<string> Names(FileCheckpointStore store, string folder)
    {
        try
        {
            return store.Names;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.State, $"the state folder {folder} cannot be read: {e.Message}");
        }
    }

    private static async Task<StateEntry> ReadAsync(FileCheckpointStore store, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await store.LoadAsync(name, cancellationToken).ConfigureAwait(false) is { } checkpoint
                ? new StateEntry(name, checkpoint, Problem: null)
                : new StateEntry(name, null, $"the checkpoint {name} was removed meanwhile.");
        }
        catch (CheckpointException e)
        {
            return new StateEntry(name, null, Failure.Of(e).Text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // An ArgumentException: a foreign file.
            return new StateEntry(name, null, $"the checkpoint {name} cannot be read: {Format.Message(e)}");
        }
    }

    private static CliException Unknown(string name, string folder, IReadOnlyList<string> names) => CliException.Usage(
        $"there is no checkpoint {Format.Argument(name)}. "
            + $"{folder} contains {(names.Count > 0 ? Format.List(names) : "no checkpoint")}.");
}
