using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OnePassword.Events.Tests.Telemetry;

/// <summary>Keeps all that is logged, at every level.</summary>
internal sealed class LogBook : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<LogLine> _lines = new();
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public IReadOnlyCollection<LogLine> Lines => _lines;

    public List<LogLine> OfLibrary => [.. _lines.Where(line => line.Category == EventsTelemetry.SourceName)];

    public ILoggerFactory Factory() => LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(this));

    public ILogger CreateLogger(string categoryName) => new Page(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
        // Nothing is held but memory, and that is looked at afterwards.
    }

    private static string Text(object? state) => state is IEnumerable<KeyValuePair<string, object?>> values
        ? string.Join(' ', values.Select(value => $"{value.Key}={value.Value}"))
        : $"{state}";

    private sealed class Page(LogBook book, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => book._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scopes = new List<string>();
            book._scopes.ForEachScope(static (scope, all) => all.Add($"{scope} {Text(scope)}"), scopes);
            var line = new LogLine(category, logLevel, eventId, formatter(state, exception), Text(state), string.Join('\n', scopes), exception);
            LeakWatch.Look("log", $"{line}");
            book._lines.Enqueue(line);
        }
    }
}
