using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Accounts;

/// <summary>
/// Refuses a start in the future. It comes from a wrong clock of this machine, and would skip all events up to it without a word.
/// </summary>
internal static class FutureStart
{
    // The server states whole seconds, and a response takes its time.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    /// <param name="start">The start; null for a cursor, which has none.</param>
    /// <param name="offset">How far the server's clock is ahead of the local one; null if it is unknown.</param>
    /// <param name="clock">The local clock.</param>
    /// <param name="remedy">How to choose another start.</param>
    /// <exception cref="CliException">It is in the future.</exception>
    public static void Refuse(DateTimeOffset? start, TimeSpan? offset, TimeProvider clock, string remedy)
    {
        var now = clock.GetUtcNow() + (offset ?? TimeSpan.Zero);
        if (start > now + Tolerance)
            throw CliException.Usage($"the start {new EventTime(start.Value)} is in the future: the server's time is {now:yyyy-MM-dd'T'HH:mm:ss'Z'}. Correct the clock of this machine, or {remedy}.");
    }
}
