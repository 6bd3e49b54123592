namespace OnePassword.Events.ObjectStorage.Chain;

/// <summary>The end of a chain.</summary>
/// <param name="Last">The last entry; null if there is none.</param>
/// <param name="Latest">The cached position, which can be outdated; null if there is none.</param>
internal sealed record ChainEnd(ChainEntry? Last, LatestPosition? Latest)
{
    /// <summary>Gets the number of the last entry; 0 if there is none.</summary>
    public long Number => Last?.Number ?? 0;

    /// <summary>Gets whether the last entry counts, without a look at its events.</summary>
    public bool IsKnownAsStored => Last is null || Last.Events is null || Latest?.Number == Last.Number;
}
