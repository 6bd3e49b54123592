using Microsoft.Extensions.Logging;

namespace OnePassword.Events.Diagnostics;

/// <summary>The log messages; their event ids stay as they are. None holds a token, a cursor or anything of an event.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "{Feed} at {Region}: a page of {Count} events; more: {HasMore}")]
    public static partial void PageRead(this ILogger log, string feed, string region, int count, bool hasMore);

    [LoggerMessage(2, LogLevel.Warning, "{Feed} at {Region}: attempt {Attempt} of {Attempts} failed ({Why}); again in {Seconds:0.0} s")]
    public static partial void Retrying(this ILogger log, string feed, string region, int attempt, int attempts, string why, double seconds);

    [LoggerMessage(3, LogLevel.Information, "{Feed} at {Region}: waited {Seconds:0.0} s for the account's quota")]
    public static partial void WaitedForQuota(this ILogger log, string feed, string region, double seconds);

    [LoggerMessage(4, LogLevel.Warning, "The token for {Region} expires at {Expiry:u}; issue a new one before")]
    public static partial void TokenExpires(this ILogger log, string region, DateTimeOffset expiry);

    [LoggerMessage(5, LogLevel.Error, "The changed options of the client '{Name}' are invalid; the token that it has is used on")]
    public static partial void ReloadRefused(this ILogger log, string name, Exception error);

    [LoggerMessage(6, LogLevel.Information, "{Feed} at {Region}: waits for the account's quota, {Seconds:0.0} s or more")]
    public static partial void WaitingForQuota(this ILogger log, string feed, string region, double seconds);

    [LoggerMessage(7, LogLevel.Warning, "{Feed} at {Region}: the server refused the cursor of '{Name}'; starts again at {Start:u} and drops what was there already")]
    public static partial void Restarting(this ILogger log, string feed, string region, string name, DateTimeOffset start);

    [LoggerMessage(8, LogLevel.Error, "{Feed} at {Region}: '{Name}' failed ({Why}); again in {Seconds:0} s, after the last page that was committed")]
    public static partial void FollowingFailed(this ILogger log, string feed, string region, string name, string why, double seconds, Exception? error);

    [LoggerMessage(9, LogLevel.Critical, "{Feed} at {Region}: '{Name}' ended ({Why}); it needs somebody to mend it")]
    public static partial void FollowingEnded(this ILogger log, string feed, string region, string name, string why);

    [LoggerMessage(10, LogLevel.Warning, "The local clock is {Difference} the server's at {Region}. Correct it: relative times are counted from the local clock")]
    public static partial void ClockDiffers(this ILogger log, string difference, string region);

    [LoggerMessage(11, LogLevel.Warning, "{Feed} at {Region}: a response was larger than MaxResponseBytes; requests pages of {Size} events from now on")]
    public static partial void PagesShrink(this ILogger log, string feed, string region, int size);
}
