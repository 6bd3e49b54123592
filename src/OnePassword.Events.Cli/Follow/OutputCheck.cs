using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow;

/// <summary>Refuses files that do not fit a checkpoint. It changes nothing.</summary>
internal static class OutputCheck
{
    /// <exception cref="CliException">The files do not fit the position.</exception>
    /// <exception cref="IOException">A file cannot be read, or is a link.</exception>
    public static void Run(OutputFolder folder, string baseName, OutputPosition? committed)
    {
        var written = committed is null ? null : OutputFileName.Parse(committed.File)?.Base;
        if (committed is not null && committed.Committed.Difference(folder.PathOf(committed.File)) is { } difference)
            throw Lost(difference, committed);
        if (written != baseName && FileRecovery.Files(folder.Path, baseName).MinBy(file => file.Number) is { } first)
        {
            throw Refuse($"{folder.Path} holds files of {baseName} that were written without this state, the first of them {first}: "
                + "move them, or give another folder.");
        }
    }

    private static CliException Lost(string what, OutputPosition committed) => Refuse(
        $"{what}, but {committed.Length} bytes of it are committed: put the file back, "
        + "or go on with a new file by `op-events state set <name> --state <folder> --forget-output --output <folder>`.");

    private static CliException Refuse(string message) => new(ExitCode.Output, message);
}
