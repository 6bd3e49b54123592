using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OnePassword.Events.Diagnostics;

/// <summary>Adds the account and the region to each log entry, to distinguish several accounts.</summary>
internal sealed class AccountLogger(ILogger inner, IReadOnlyList<KeyValuePair<string, object?>> fields) : ILogger
{
    public static ILogger Create(EventsClientOptions options, EventsRegion? region) => options.LoggerFactory is { } factory
        ? new AccountLogger(factory.CreateLogger(EventsTelemetry.SourceName), Fields(options.AccountName, region).ToArray())
        : NullLogger.Instance;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var own = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
        var entry = new AccountLogEntry(fields, own, error => formatter(state, error));
        inner.Log(logLevel, eventId, entry, exception, static (entry, exception) => entry.Text(exception));
    }

    private static IEnumerable<KeyValuePair<string, object?>> Fields(string account, EventsRegion? region)
    {
        if (account.Length > 0)
            yield return new(Instruments.AccountTag, account);
        if (region is not null)
            yield return new(Instruments.RegionTag, region.Name);
    }
}
