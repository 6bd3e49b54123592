using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Output;

/// <summary>Rejects output files that do not match a checkpoint. It changes nothing.</summary>
internal static class OutputCheck
{
    /// <exception cref="CliException">The files do not match the position.</exception>
    /// <exception cref="IOException">A file cannot be read, or is a link.</exception>
    public static void Run(OutputFolder folder, string baseName, OutputPosition? committed)
    {
        if (committed is not null && committed.Committed.Difference(folder.PathOf(committed.Name)) is { } difference)
        {
            throw new CliException(
                ExitCode.Output,
                $"{difference}, but {Format.Count(committed.Length, "byte")} of it are committed. Restore the file, "
                + "or continue in a new file with "
                + "`op-events state set <name> --state <folder> --forget-output --output <folder>`.");
        }
        if (committed?.Name.Base != baseName
            && OutputFileName.FindAll(folder.Path, baseName).MinBy(file => file.Number) is { } first)
        {
            throw new CliException(
                ExitCode.Output,
                $"{folder.Path} already contains {baseName} files ({first}, …) that this checkpoint does not cover. "
                + "Move them, or use another folder.");
        }
    }
}
