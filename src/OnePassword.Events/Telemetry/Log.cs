using Microsoft.Extensions.Logging;

namespace OnePassword.Events;

/// <summary>The log messages; their event ids stay as they are. None holds a token, a cursor or anything of an event.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "{Feed}: a page of {Count} events; more: {HasMore}")]
    public static partial void PageRead(this ILogger log, string feed, int count, bool hasMore);

    [LoggerMessage(2, LogLevel.Warning, "{Feed}: attempt {Attempt} failed ({Why}); again in {Seconds:0.0} s")]
    public static partial void Retrying(this ILogger log, string feed, int attempt, string why, double seconds);

    [LoggerMessage(3, LogLevel.Information, "{Feed}: waited {Seconds:0.0} s for the account's quota")]
    public static partial void WaitedForQuota(this ILogger log, string feed, double seconds);

    [LoggerMessage(4, LogLevel.Warning, "The token expires at {Expiry:u}; issue a new one before")]
    public static partial void TokenExpires(this ILogger log, DateTimeOffset expiry);
}
