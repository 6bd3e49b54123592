using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.State;

/// <summary>A new output file after the existing ones, for a checkpoint whose output is lost or changed.</summary>
internal static class NextOutputFile
{
    /// <exception cref="CliException">The folder does not exist or cannot be read.</exception>
    public static OutputPosition CreateIn(string folder, StateEntry entry, DateTimeOffset now)
    {
        // In a mistyped folder, the new file would get the number of an old one.
        if (!Directory.Exists(folder))
            throw CliException.Usage(
                $"--output: the folder {folder} does not exist. Specify the folder that the events are written to.");
        try
        {
            var committed = entry.Output?.Name;
            var last = OutputFileName.FindAll(folder, committed?.Base ?? entry.NameInFiles)
                .Append(committed).OfType<OutputFileName>().MaxBy(file => file.Number);
            var next = last is null ? new OutputFileName(entry.NameInFiles, 1, Gzip: false) : last.Next((committed ?? last).Gzip);
            return new OutputPosition(next.ToString(), 0, now);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Output, $"a new file cannot be started in {folder}: {e.Message}");
        }
    }

    /// <summary>Describes the uncommitted part of the old files, whose events are written again; null if there is none.</summary>
    public static string? DescribeUncommitted(string folder, OutputPosition? committed)
    {
        if (committed is null)
            return null;
        var tail = new FileInfo(committed.Name.PathIn(folder)) is { Exists: true, Length: var length }
            ? length - committed.Length
            : 0;
        var later = OutputFileName.FindAll(folder, committed.Name.Base).Where(file => file.Number > committed.Name.Number).Select(
            file => new FileInfo(Path.Combine(folder, file.ToString()))).ToList();
        string?[] parts =
        [
            tail > 0 ? $"{Format.Count(tail, "byte")} of {committed.File}" : null,
            later.Count > 0
                ? $"{Format.Count(later.Count, "later file")} ({Format.Count(later.Sum(file => file.Length), "byte")})"
                : null,
        ];
        var uncommitted = string.Join(" and ", parts.Where(part => part is not null));
        return uncommitted.Length > 0
            ? $"{uncommitted} in {folder} are not covered by the checkpoint. Their events are written again to the new file."
            : null;
    }
}
