using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Fleet.Nodes;

namespace OnePassword.Events.Fleet.Tests.Support.InProcess;

/// <summary>Nodes without a silo.</summary>
internal static class FleetNodes
{
    public static FleetNode Create(
        TestDatabase database, TextWriter log, int port = NodeOptions.DefaultPort, string fleet = NodeOptions.DefaultFleet,
        TimeProvider? clock = null) => new(
        new NodeOptions(database.Output()) { Port = port, Fleet = fleet }, database.Output().Database(),
        new CliContext(Stream.Null, log, TextReader.Null, _ => null, clock ?? TimeProvider.System));
}
