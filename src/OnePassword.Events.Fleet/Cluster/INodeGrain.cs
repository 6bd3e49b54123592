namespace OnePassword.Events.Fleet.Cluster;

/// <summary>A question to a node. Each has a grain of its own, which is placed on that node.</summary>
[Alias("node")]
internal interface INodeGrain : IGrainWithGuidKey
{
    /// <summary>Returns how long the database has not replied to a node; null if the question did not reach the node.</summary>
    [Alias("silence")]
    Task<TimeSpan?> DatabaseSilenceAsync(SiloAddress asked);
}
