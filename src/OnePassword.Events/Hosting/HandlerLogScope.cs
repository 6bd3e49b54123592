using Microsoft.Extensions.Logging;
using OnePassword.Events.Diagnostics;

namespace OnePassword.Events.Hosting;

/// <summary>Adds the account and the follower to the log entries of a handler.</summary>
internal static class HandlerLogScope
{
    public static IDisposable? Begin(ILoggerFactory? loggers, string account, string follower)
    {
        List<KeyValuePair<string, object?>> fields = [new(Instruments.FollowerTag, follower)];
        if (account.Length > 0)
            fields.Add(new(Instruments.AccountTag, account));
        var text = account.Length > 0 ? $"follower {follower} of {account}" : $"follower {follower}";
        return loggers?.CreateLogger(EventsTelemetry.SourceName)
            .BeginScope(new AccountLogEntry(fields, [], _ => text));
    }
}
