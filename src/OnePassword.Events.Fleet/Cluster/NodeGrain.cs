using OnePassword.Events.Fleet.Nodes;

namespace OnePassword.Events.Fleet.Cluster;

/// <summary>Replies for the node that it is on, and ends.</summary>
internal sealed class NodeGrain(FleetNode node, ILocalSiloDetails silo) : Grain, INodeGrain
{
    public Task<TimeSpan?> DatabaseSilenceAsync(SiloAddress asked)
    {
        DeactivateOnIdle();
        return Task.FromResult<TimeSpan?>(asked.Equals(silo.SiloAddress) ? node.Contact.Silence : null);
    }
}
