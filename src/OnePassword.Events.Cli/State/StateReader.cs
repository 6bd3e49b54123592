using OnePassword.Events.Cli.Commands;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.State;

/// <summary>Looks into a state folder, which a follow may have meanwhile, and changes nothing there.</summary>
internal static class StateReader
{
    /// <summary>The checkpoints of some names, or all of them if none is given.</summary>
    /// <exception cref="CliException">There is no such folder, or no such name.</exception>
    public static async Task<IReadOnlyList<StateEntry>> ReadAsync(string folder, IReadOnlyList<string> wanted, CancellationToken cancellationToken)
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
        : throw CliException.Usage(string.IsNullOrWhiteSpace(folder) ? "--state names no folder." : $"there is no state folder {folder}.");

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
                : new StateEntry(name, null, $"The checkpoint {name} was taken away meanwhile.");
        }
        catch (CheckpointException e)
        {
            return new StateEntry(name, null, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException) // An ArgumentException: a file of somebody else.
        {
            return new StateEntry(name, null, $"The checkpoint {name} cannot be read: {Format.Message(e)}");
        }
    }

    private static CliException Unknown(string name, string folder, IReadOnlyList<string> names) => CliException.Usage(
        $"there is no checkpoint or option {ParseErrors.Shown(name)}. {(names.Count > 0 ? $"The checkpoints in {folder} are {Format.List(names)}" : $"In {folder} there is none")}.");
}
