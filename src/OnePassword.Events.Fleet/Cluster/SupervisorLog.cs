using Npgsql;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Fleet.Schema;

namespace OnePassword.Events.Fleet.Cluster;

/// <summary>The messages of a supervisor: each change of the nodes, and of the connection to the database.</summary>
internal sealed class SupervisorLog(MessageLog messages)
{
    private IReadOnlyList<SiloAddress> _nodes = [];
    private bool _isReachable = true;
    private bool _isStatusWritten = true;

    public void Nodes(IReadOnlyList<SiloAddress> nodes, int accounts)
    {
        if (nodes.Count == _nodes.Count && !nodes.Except(_nodes).Any())
            return;
        _nodes = nodes;
        var names = Format.List([.. nodes.Select(one => one.Endpoint.ToString()).Order(StringComparer.Ordinal)]);
        messages.Information(
            MessageEvent.NodesChanged,
            $"{Format.Count(nodes.Count, "node")} {(nodes.Count == 1 ? "follows" : "follow")} "
            + $"{Format.Count(accounts, "account")}: {names}.");
    }

    public void Reachable()
    {
        if (!_isReachable)
            messages.Information(MessageEvent.DatabaseRecovered, "The database of the fleet replies again.");
        _isReachable = true;
    }

    public void Unreachable(Exception failure)
    {
        if (_isReachable)
            messages.Warning(
                MessageEvent.DatabaseFailed,
                $"The accounts of the fleet cannot be read, and the node tries again. {TextOf(failure)}");
        _isReachable = false;
    }

    public void StatusWritten() => _isStatusWritten = true;

    public void StatusFailed(NpgsqlException failure)
    {
        if (_isStatusWritten)
            messages.Warning(
                MessageEvent.DatabaseFailed, $"The status of this node cannot be written now. {FleetFailure.Text(failure)}");
        _isStatusWritten = false;
    }

    private static string TextOf(Exception failure) => failure switch
    {
        NpgsqlException known => FleetFailure.Text(known),
        OperationCanceledException or TimeoutException => "The database does not reply in time.",
        _ => failure.Message,
    };
}
