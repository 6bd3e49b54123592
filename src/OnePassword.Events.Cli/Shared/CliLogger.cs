using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OnePassword.Events.Cli.Shared;

/// <summary>Writes the library's warnings, such as a retried request, to standard error.</summary>
internal sealed class CliLogger(CliContext cli) : ILoggerFactory, ILogger
{
    private const int FollowerStopped = 9; // The tool reports it with a remedy and an exit code.

    public ILogger CreateLogger(string categoryName) => categoryName == EventsTelemetry.SourceName ? this : NullLogger.Instance;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The tool logs to standard error only.");

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel) && eventId.Id != FollowerStopped)
            cli.WriteLine(formatter(state, exception));
    }

    public void Dispose()
    {
    }
}
