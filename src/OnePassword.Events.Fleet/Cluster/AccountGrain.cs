using OnePassword.Events.Fleet.Nodes;
using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace OnePassword.Events.Fleet.Cluster;

/// <summary>Follows an account as long as its grain is active on this node.</summary>
[KeepAlive]
[PreferLocalPlacement]
internal sealed class AccountGrain(FleetNode node, ILocalSiloDetails silo, IClusterMembershipService membership)
    : Grain, IAccountGrain
{
    private RunningAccount? _account;

    public async Task FollowAsync(SiloAddress owner, long view, long revision)
    {
        if (view < membership.CurrentSnapshot.Version.Value)
            return; // The caller does not know the latest nodes yet, and calls again.
        if (!owner.Equals(silo.SiloAddress))
        {
            // If it only ended here, a call by an address that the owner remembers would start it here again.
            RequestContext.Set(IPlacementDirector.PlacementHintKey, owner);
            this.MigrateOnIdle();
        }
        else if (_account is null || _account.Revision < revision) // A late call has an old one.
        {
            await StopAsync().ConfigureAwait(true);
            _account = node.Start(this.GetPrimaryKeyString(), revision, DeactivateOnIdle);
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => StopAsync();

    private async Task StopAsync()
    {
        if (_account is not { } account)
            return;
        _account = null;
        await node.StopAsync(account).ConfigureAwait(true);
    }
}
