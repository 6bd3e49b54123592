using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OnePassword.Events.Cli.Messages;

/// <summary>Writes what the library logs about an account. Its routine messages are details here.</summary>
internal sealed class LibraryLogger(MessageLog messages, QuotaWaits waits, string? account) : ILoggerFactory, ILogger
{
    private const int Retrying = 2;
    private const int WaitingForQuota = 6;

    // The tool reports these itself: a failure with its own wait, the end with a remedy and an exit code, and the start.
    private static readonly int[] ReportedByTool = [8, 9, 12];

    public ILogger CreateLogger(string categoryName) => categoryName == EventsTelemetry.SourceName ? this : NullLogger.Instance;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The tool logs to standard error only.");

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    // Waits for the quota are observed even if they are not written.
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information || messages.IsEnabled(LevelOf(logLevel));

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (ReportedByTool.Contains(eventId.Id))
            return;
        var values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
        var source = new MessageSource(account, Value("Feed") as string, Value("onepassword.events.region") as string);
        var isRejection = eventId.Id == Retrying && Value("Reason") is "429";
        if (isRejection)
            waits.OnRejected(source, Seconds());
        else if (eventId.Id == WaitingForQuota)
            waits.OnWaiting(source, Seconds());

        // A burst of rejections is reported once, so that each of them is a detail.
        var level = isRejection ? MessageLevel.Debug : LevelOf(logLevel);
        var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(eventId.Name ?? "");
        if (messages.IsEnabled(level))
            messages.Write(new Message(level, name, formatter(state, exception)) { Source = source, NamesSource = true });

        object? Value(string key) => values.FirstOrDefault(value => value.Key == key).Value;

        TimeSpan Seconds() => TimeSpan.FromSeconds((double)Value("Seconds")!);
    }

    public void Dispose()
    {
    }

    private static MessageLevel LevelOf(LogLevel level) => level switch
    {
        LogLevel.Critical or LogLevel.Error => MessageLevel.Error,
        LogLevel.Warning => MessageLevel.Warning,
        _ => MessageLevel.Debug,
    };
}
