namespace OnePassword.Events.Cli.Messages;

/// <summary>Detects that standard error is the systemd journal.</summary>
internal static class JournalStream
{
    private const string StandardError = "/proc/self/fd/2";

    /// <param name="variable">The value of <c>JOURNAL_STREAM</c>: the device and inode of the journal's socket.</param>
    /// <returns>False if standard error was redirected: other programs inherit the variable.</returns>
    public static bool IsStandardError(string? variable)
    {
        if (variable?.Split(':') is not [_, { Length: > 0 } inode])
            return false;
        try
        {
            // All sockets are on one device, so that the inode is unique among them.
            return new FileInfo(StandardError).LinkTarget == $"socket:[{inode}]";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // Only Linux has this file.
        }
    }
}
