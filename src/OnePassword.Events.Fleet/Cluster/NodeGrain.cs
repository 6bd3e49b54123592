using OnePassword.Events.Fleet.Nodes;
using Orleans.Placement;

namespace OnePassword.Events.Fleet.Cluster;

/// <summary>The grain of a node. The node calls it first, so that it is placed there.</summary>
[KeepAlive]
[PreferLocalPlacement]
internal sealed class NodeGrain(FleetNode node) : Grain, INodeGrain
{
    public Task<TimeSpan?> DatabaseSilenceAsync()
    {
        if (node.Options.Name == this.GetPrimaryKeyString())
            return Task.FromResult<TimeSpan?>(node.Contact.Silence);
        DeactivateOnIdle(); // That node has ended, so this call activated the grain here.
        return Task.FromResult<TimeSpan?>(null);
    }
}
