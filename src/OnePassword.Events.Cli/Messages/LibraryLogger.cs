using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OnePassword.Events.Cli.Messages;

/// <summary>Writes what the library logs about an account. Its routine messages are details here.</summary>
internal sealed class LibraryLogger(MessageLog messages, string? account) : ILoggerFactory, ILogger
{
    private const int FollowerStopped = 9; // The tool reports it with a remedy and an exit code.

    public ILogger CreateLogger(string categoryName) => categoryName == EventsTelemetry.SourceName ? this : NullLogger.Instance;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The tool logs to standard error only.");

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => messages.IsEnabled(LevelOf(logLevel));

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel) || eventId.Id == FollowerStopped)
            return;
        var values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
        var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(eventId.Name ?? "");
        messages.Write(new Message(LevelOf(logLevel), name, formatter(state, exception))
        {
            Source = new MessageSource(account, Value("Feed"), Value("onepassword.events.region")),
            NamesSource = true,
        });

        string? Value(string key) => values.FirstOrDefault(value => value.Key == key).Value as string;
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
