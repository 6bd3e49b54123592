using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.State;

/// <summary>A new file for an output whose files are not as its checkpoint has them: behind all that there are, so that none is touched.</summary>
internal static class NextOutputFile
{
    /// <exception cref="CliException">The folder is not there, or cannot be looked at.</exception>
    public static OutputPosition In(string folder, StateEntry entry, DateTimeOffset now)
    {
        // A mistyped one would have no files, and the new one would get the number of an old one.
        if (!Directory.Exists(folder))
            throw CliException.Usage($"--output: there is no folder {folder}; give the one that the events are written to.");
        try
        {
            var committed = entry.Output is { } output ? OutputFileName.Parse(output.File) : null;
            var last = FileRecovery.Files(folder, committed?.Base ?? entry.Name).Append(committed).OfType<OutputFileName>().MaxBy(file => file.Number);
            var next = last is null ? new OutputFileName(entry.Name, 1, Gzip: false) : last.Next((committed ?? last).Gzip);
            return new OutputPosition(next.ToString(), 0, now);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Output, $"no new file can be begun in {folder}: {e.Message}");
        }
    }

    /// <summary>What the old files have that is not committed, and is written again to the new one; null for nothing.</summary>
    public static string? Repeated(string folder, OutputPosition? committed)
    {
        if (committed is null)
            return null;
        var last = OutputFileName.Parse(committed.File)!;
        var tail = new FileInfo(Path.Combine(folder, committed.File)) is { Exists: true, Length: var length } ? length - committed.Length : 0;
        var later = FileRecovery.Files(folder, last.Base).Where(file => file.Number > last.Number).Select(file => new FileInfo(Path.Combine(folder, file.ToString()))).ToList();
        string?[] parts =
        [
            tail > 0 ? $"{Format.Count(tail, "byte")} of {committed.File}" : null,
            later.Count > 0 ? $"{Format.Count(later.Count, "later file")} ({Format.Count(later.Sum(file => file.Length), "byte")})" : null,
        ];
        var uncommitted = string.Join(" and ", parts.Where(part => part is not null));
        return uncommitted.Length > 0 ? $"{uncommitted} in {folder} are not covered by the checkpoint: their events are written again to the new file." : null;
    }
}
