using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace OnePassword.Events.Cli;

/// <summary>Shows the library's warnings (a request that is sent again, a token that expires soon) among the tool's talk.</summary>
internal sealed class ToolLog(ToolIo io) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => categoryName == EventsTelemetry.SourceName ? this : NullLogger.Instance;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The tool's log has one place to go to.");

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        var line = io.Secrets.Without(formatter(state, exception));
        if (io.Terminal is { } terminal)
            terminal.WriteLine(line); // Above a live table, not through it.
        else
            io.Error.WriteLine(line);
    }

    public void Dispose()
    {
    }
}
