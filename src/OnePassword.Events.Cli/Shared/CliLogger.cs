using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OnePassword.Events.Cli.Shared;

/// <summary>Shows the library's warnings (a request that is sent again, a token that expires soon) among the tool's talk.</summary>
internal sealed class CliLogger(CliContext io) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => categoryName == EventsTelemetry.SourceName ? this : NullLogger.Instance;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The tool's log has one place to go to.");

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            io.Say(formatter(state, exception));
    }

    public void Dispose()
    {
    }
}
