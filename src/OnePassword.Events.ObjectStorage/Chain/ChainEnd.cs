namespace OnePassword.Events.ObjectStorage.Chain;

/// <summary>The end of a chain.</summary>
/// <param name="Last">The last entry; null if there is none.</param>
/// <param name="Latest">The cached position, which can be outdated; null if there is none.</param>
internal sealed record ChainEnd(ChainEntry? Last, LatestPosition? Latest)
{
    /// <summary>Gets the number of the last entry; 0 if there is none.</summary>
    public long Number => Last?.Number ?? 0;

    /// <summary>Gets whether the last entry counts and all its events are stored, without a look at them.</summary>
    public bool IsKnownAsStored => Last is null or { Events: null, Archive: null } || Latest?.Number == Last.Number;
}
