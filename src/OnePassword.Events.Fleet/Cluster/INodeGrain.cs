namespace OnePassword.Events.Fleet.Cluster;

/// <summary>A node, by its name. Other nodes call it to learn whether it reaches the database.</summary>
[Alias("node")]
internal interface INodeGrain : IGrainWithStringKey
{
    /// <summary>Returns how long the database has not replied to the node; null if the node has ended.</summary>
    [Alias("silence")]
    Task<TimeSpan?> DatabaseSilenceAsync();
}
