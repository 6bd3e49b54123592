using Microsoft.Extensions.Logging;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Fleet.Cluster;

/// <summary>Writes the log of Orleans. Its warnings are mostly about nodes that come and go, so they are details.</summary>
internal sealed class ClusterLog(MessageLog messages) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning && messages.IsEnabled(LevelOf(logLevel));

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        var cause = exception is null ? "" : $" {exception.GetType().Name}: {exception.Message}";
        messages.Write(new Message(
            LevelOf(logLevel), MessageLog.NameOf(MessageEvent.NodeLog),
            $"cluster: {SafeText.Line(formatter(state, exception) + cause)}"));
    }

    public void Dispose()
    {
    }

    private static MessageLevel LevelOf(LogLevel level) => level == LogLevel.Critical ? MessageLevel.Warning : MessageLevel.Debug;
}
