namespace OnePassword.Events.ObjectStorage.Chain;

/// <summary>
/// The uuids that an entry adds to those of the latest events. An entry has those of its page, and all of them at an interval:
/// otherwise each page would cost as much as the whole window.
/// </summary>
/// <param name="Added">The uuids of the entry, or all of them; oldest first.</param>
/// <param name="Count">How many uuids there are after the entry.</param>
/// <param name="IsComplete">Whether these are all.</param>
internal sealed record UuidChange(IReadOnlyList<string> Added, int Count, bool IsComplete)
{
    /// <summary>How many entries at most are read for all uuids.</summary>
    public const int Interval = 32;

    public static UuidChange All(IReadOnlyList<string> uuids) => new(uuids, uuids.Count, IsComplete: true);

    /// <summary>Returns the difference, if the new uuids are the end of the old ones and some added.</summary>
    public static UuidChange Between(IReadOnlyList<string> old, IReadOnlyList<string> current)
    {
        var kept = Kept(old, current);
        return kept is null ? All(current) : new([.. current.Skip(kept.Value)], current.Count, IsComplete: false);
    }

    /// <summary>Returns all uuids from the changes of entries, the latest first, back to a complete one.</summary>
    public static IReadOnlyList<string> Merge(IReadOnlyList<UuidChange> latestFirst)
    {
        var all = latestFirst.Reverse().SelectMany(change => change.Added).ToList();
        return all[Math.Max(0, all.Count - latestFirst[0].Count)..];
    }

    private static int? Kept(IReadOnlyList<string> old, IReadOnlyList<string> current)
    {
        if (old.Count == 0)
            return 0;
        var kept = current.Count;
        while (kept > 0 && current[kept - 1] != old[^1])
            kept--;
        for (var i = 1; i <= kept; i++)
        {
            if (i > old.Count || current[kept - i] != old[^i])
                return null;
        }
        return kept == 0 ? null : kept;
    }
}
