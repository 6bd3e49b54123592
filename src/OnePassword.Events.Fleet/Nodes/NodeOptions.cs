using System.Net;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Follow.Status;

namespace OnePassword.Events.Fleet.Nodes;

/// <summary>The options of a node.</summary>
/// <param name="Database">The database of the fleet.</param>
internal sealed record NodeOptions(PostgreSqlOutput Database)
{
    /// <summary>The default name of a fleet.</summary>
    public const string DefaultFleet = "op-events";

    /// <summary>The port that nodes use by default, as in Orleans.</summary>
    public const int DefaultPort = 11111;

    /// <summary>Gets the name of the fleet.</summary>
    public string Fleet { get; init; } = DefaultFleet;

    /// <summary>Gets the address at which other nodes reach this one.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Gets the port at which other nodes reach this one.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Gets the certificates of connections between nodes; null for connections without TLS.</summary>
    public NodeCertificates? Certificates { get; init; }

    /// <summary>Gets where health and metrics are served; null for nowhere.</summary>
    public StatusListener? Listen { get; init; }

    /// <summary>Gets the folder of dead letters; null if accounts cannot have destinations.</summary>
    public string? State { get; init; }

    /// <summary>Gets the name of the node, which is its address.</summary>
    public string Name => new IPEndPoint(Address, Port).ToString();
}
