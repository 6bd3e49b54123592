namespace OnePassword.Events.Fleet.Cluster;

/// <summary>An account. Its grain is on the node that follows it.</summary>
[Alias("account")]
internal interface IAccountGrain : IGrainWithStringKey
{
    /// <summary>Follows the account on a node, or makes room for it to start there.</summary>
    /// <param name="owner">The node that is to follow it.</param>
    /// <param name="view">The version of the membership by which the node was chosen.</param>
    /// <param name="revision">The revision of the account.</param>
    [Alias("follow")]
    Task FollowAsync(SiloAddress owner, long view, long revision);
}
