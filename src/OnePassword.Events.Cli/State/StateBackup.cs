using System.Text;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.State;

/// <summary>A file with all checkpoints, which is whole when it has its name, and which only its owner may read.</summary>
internal static class StateBackup
{
    /// <exception cref="CliException">It cannot be written, or it would be one of the checkpoints.</exception>
    public static void Write(string path, string text, string stateFolder, CliContext io)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) == Path.TrimEndingDirectorySeparator(Path.GetFullPath(stateFolder)))
            throw CliException.Usage($"--output {path} is in the state folder, where it would be taken for a checkpoint; give another folder.");
        try
        {
            var older = new FileInfo(path) is { Exists: true, Length: var length } ? length : 0;
            io.Disk.SaveAmongOthers(path, Encoding.UTF8.GetBytes(text));
            if (older > 0)
                io.Say($"Replaced an older {path} ({Format.Count(older, "byte")}).");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Output, $"the export {path} cannot be written: {e.Message}");
        }
    }
}
