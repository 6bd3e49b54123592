using Microsoft.Extensions.Logging;

namespace OnePassword.Events.Diagnostics;

/// <summary>The log messages. Their event ids never change. No message contains a token, a cursor or event data.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "{Feed} at {Place}: read a page of {Count} events; more: {HasMore}")]
    public static partial void PageRead(this ILogger log, string feed, string place, int count, bool hasMore);

    [LoggerMessage(
        2, LogLevel.Warning,
        "{Feed} at {Place}: attempt {Attempt} of {Attempts} failed ({Reason}); retrying in {Seconds:0.0} s")]
    public static partial void Retrying(
        this ILogger log, string feed, string place, int attempt, int attempts, string reason, double seconds);

    [LoggerMessage(3, LogLevel.Information, "{Feed} at {Place}: waited {Seconds:0.0} s for the account's quota")]
    public static partial void WaitedForQuota(this ILogger log, string feed, string place, double seconds);

    [LoggerMessage(4, LogLevel.Warning, "The token for {Place} expires at {Expiry:u}. Issue a new one before then")]
    public static partial void TokenExpires(this ILogger log, string place, DateTimeOffset expiry);

    [LoggerMessage(5, LogLevel.Error, "The changed options of client '{Name}' are invalid; keeping the current token")]
    public static partial void ReloadRejected(this ILogger log, string name, Exception error);

    [LoggerMessage(6, LogLevel.Information, "{Feed} at {Place}: waiting for the account's quota, at least {Seconds:0.0} s")]
    public static partial void WaitingForQuota(this ILogger log, string feed, string place, double seconds);

    [LoggerMessage(
        7, LogLevel.Warning,
        "{Feed} at {Place}: restarting follower '{Name}' at {Start:u}, because its cursor cannot be used; dropping duplicates")]
    public static partial void Restarting(this ILogger log, string feed, string place, string name, DateTimeOffset start);

    [LoggerMessage(
        EventId = 8,
        Message = "{Feed} at {Place}: follower '{Name}' failed ({Reason}); "
            + "resuming after the last committed page in {Seconds:0} s")]
    public static partial void FollowingFailed(
        this ILogger log, LogLevel level, string feed, string place, string name, string reason, double seconds,
        Exception? error);

    [LoggerMessage(
        9, LogLevel.Critical,
        "{Feed} at {Place}: follower '{Name}' stopped ({Reason}). {Remedy} "
            + "Then restart the application: the follower continues after the last committed page")]
    public static partial void FollowingStopped(
        this ILogger log, string feed, string place, string name, string reason, string remedy, Exception? error);

    [LoggerMessage(
        10, LogLevel.Warning,
        "The local clock is {Difference} the server's clock at {Place}. "
            + "Correct it: relative times are computed from the local clock")]
    public static partial void ClockDiffers(this ILogger log, string difference, string place);

    [LoggerMessage(
        11, LogLevel.Warning,
        "{Feed} at {Place}: a response was too large; requesting pages of {Size} events from now on")]
    public static partial void PagesShrink(this ILogger log, string feed, string place, int size);

    [LoggerMessage(12, LogLevel.Information, "{Feed} at {Place}: follower '{Name}' starts {From}")]
    public static partial void FollowingStarted(this ILogger log, string feed, string place, string name, string from);

    [LoggerMessage(13, LogLevel.Information, "{Feed} at {Place}: follower '{Name}' recovered; failed attempts: {Failures}")]
    public static partial void FollowingRecovered(this ILogger log, string feed, string place, string name, int failures);
}
