using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Fleet.Nodes;

namespace OnePassword.Events.Fleet.Cluster;

/// <summary>
/// Ends the process when it cannot be a node any more: the other nodes declared it dead while it hung, for example. A supervisor
/// such as systemd starts it again. By default, Orleans would write a stack trace.
/// </summary>
internal sealed class FatalErrors(FleetNode node) : IFatalErrorHandler
{
    public const string JoinRemedy = "Check that the nodes reach each other, and use the same TLS settings.";

    public bool IsUnexpected(Exception exception) => exception is not ThreadAbortException;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        node.Cli.Messages.Error(
            MessageEvent.NodeEnded, ExitCode.Server,
            node.HasJoined
                ? "the other nodes count this node as dead, because it hung or was not reachable. It ends. Start it again."
                : $"the node cannot join the fleet: the other nodes do not reach it. {JoinRemedy}");
        node.Cli.Messages.Write(new Message(
            MessageLevel.Debug, MessageLog.NameOf(MessageEvent.NodeLog), $"cluster: {context} {exception?.Message}".TrimEnd()));
        Environment.Exit(ExitCode.Server);
    }
}
