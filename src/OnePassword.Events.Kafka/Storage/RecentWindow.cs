namespace OnePassword.Events.Kafka.Storage;

/// <summary>
/// The identifiers of the latest events in numbered records. A commit writes the identifiers of its own page, and removes the
/// records that it no longer needs. So a window of any length fits into records of the usual size.
/// </summary>
internal sealed class RecentWindow
{
    private const int MaxKeysPerRecord = 1_000;

    private readonly List<(long Number, int Count)> _records;

    private RecentWindow(List<(long Number, int Count)> records, IReadOnlyList<string> keys) =>
        (_records, Keys) = (records, keys);

    /// <summary>Gets the identifiers, the oldest first.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>Returns the window that was stored.</summary>
    /// <param name="records">The records by their numbers.</param>
    /// <param name="count">
    /// The number of identifiers. The first record can have more, which are no longer part of the window.
    /// </param>
    public static RecentWindow Of(SortedDictionary<long, IReadOnlyList<string>> records, int count) => new(
        [.. records.Select(record => (record.Key, record.Value.Count))],
        [.. records.Values.SelectMany(keys => keys).TakeLast(count)]);

    /// <summary>Returns the window with other identifiers.</summary>
    /// <param name="keys">The identifiers, of which the first ones are usually those of this window.</param>
    /// <param name="changes">Receives the records to write. One without identifiers is removed.</param>
    public RecentWindow With(IReadOnlyList<string> keys, ICollection<(long Number, IReadOnlyList<string>? Keys)> changes)
    {
        if (ReferenceEquals(keys, Keys))
            return this;
        var kept = CountKept(keys);
        var (first, rest) = (0, _records.Sum(record => record.Count));
        for (; first < _records.Count && rest - _records[first].Count >= kept; first++)
        {
            rest -= _records[first].Count;
            changes.Add((_records[first].Number, null));
        }
        var records = _records.Skip(first).ToList();
        var number = _records.Count == 0 ? 0 : _records[^1].Number;
        foreach (var added in keys.Skip(kept).Chunk(MaxKeysPerRecord))
        {
            changes.Add((++number, added));
            records.Add((number, added.Length));
        }
        return new(records, keys);
    }

    // How many of the latest identifiers of this window are the first ones of the next.
    private int CountKept(IReadOnlyList<string> next)
    {
        if (next.Count == 0)
            return 0;
        for (var start = 0; start < Keys.Count; start++)
        {
            if (Keys[start] != next[0])
                continue;
            var kept = Keys.Count - start;
            return kept <= next.Count && Keys.Skip(start).SequenceEqual(next.Take(kept), StringComparer.Ordinal) ? kept : 0;
        }
        return 0;
    }
}
