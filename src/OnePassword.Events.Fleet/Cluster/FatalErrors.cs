using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Fleet.Cluster;

/// <summary>
/// Ends the process when it cannot be a node any more: the other nodes declared it dead while it hung, for example. A supervisor
/// such as systemd starts it again. By default, Orleans would write a stack trace.
/// </summary>
internal sealed class FatalErrors(CliContext cli) : IFatalErrorHandler
{
    public bool IsUnexpected(Exception exception) => exception is not ThreadAbortException;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        cli.Messages.Error(
            MessageEvent.NodeEnded, ExitCode.Server,
            "the other nodes count this node as dead, because it hung or was not reachable. It ends. Start it again.");
        cli.Messages.Write(new Message(
            MessageLevel.Debug, MessageLog.NameOf(MessageEvent.NodeLog), $"cluster: {context} {exception?.Message}".TrimEnd()));
        Environment.Exit(ExitCode.Server);
    }
}
