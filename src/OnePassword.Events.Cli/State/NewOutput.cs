using System.Globalization;
using OnePassword.Events.Cli.Follow;

namespace OnePassword.Events.Cli.State;

/// <summary>A new file for an output whose files are not as its checkpoint has them: behind all that there are, so that none is touched.</summary>
internal static class NewOutput
{
    /// <exception cref="ToolException">The folder is not there, or cannot be looked at.</exception>
    public static OutputPosition In(string folder, StateEntry entry, DateTimeOffset now)
    {
        // A mistyped one would have no files, and the new one would get the number of an old one.
        if (!Directory.Exists(folder))
            throw ToolException.Usage($"--output: there is no folder {folder}; give the one that the events are written to.");
        try
        {
            var committed = entry.Output is { } output ? FollowFileName.Parse(output.File) : null;
            var last = FollowRecovery.Files(folder, committed?.Base ?? entry.Name).Append(committed).OfType<FollowFileName>().MaxBy(file => file.Number);
            var next = last is null ? new FollowFileName(entry.Name, 1, Gzip: false) : last.Next((committed ?? last).Gzip);
            return new OutputPosition(next.ToString(), 0, now);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCode.Output, $"no new file can be begun in {folder}: {e.Message}");
        }
    }

    /// <summary>What the old file has that is not committed, and comes again in the new one; null for nothing.</summary>
    public static string? Repeated(string folder, OutputPosition? committed)
    {
        var file = committed is null ? null : new FileInfo(Path.Combine(folder, committed.File));
        return file is { Exists: true } && file.Length > committed!.Length
            ? string.Create(CultureInfo.InvariantCulture, $"{file} is {file.Length} bytes long, {committed.Length} of which are committed: what follows them comes again in the new file.")
            : null;
    }
}
