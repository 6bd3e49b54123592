using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Diagnostics;

namespace OnePassword.Events.Cli.Accounts;

/// <summary>
/// Rejects a start time in the future. The clock of this machine is wrong then, and events would be skipped silently.
/// </summary>
internal static class StartTime
{
    /// <param name="start">The start time; null for a cursor, which has none.</param>
    /// <param name="clockOffset">How far the server's clock is ahead of the local clock; null if unknown.</param>
    /// <param name="clock">The local clock.</param>
    /// <param name="remedy">How to choose another start.</param>
    /// <exception cref="CliException">The start time is in the future.</exception>
    public static void ThrowIfInFuture(DateTimeOffset? start, TimeSpan? clockOffset, TimeProvider clock, string remedy)
    {
        var now = clock.GetUtcNow() + (clockOffset ?? TimeSpan.Zero);
        if (start > now + ClockTolerance.Value)
        {
            throw CliException.Usage(
                $"the start {new EventTime(start.Value)} is in the future: the server's time is {Format.Time(now)}. "
                    + $"Correct the clock of this machine, or {remedy}.");
        }
    }
}
