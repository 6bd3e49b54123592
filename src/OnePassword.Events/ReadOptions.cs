namespace OnePassword.Events;

/// <summary>
/// How a closed range of time is read side by side: in windows of time, several at once, as many as the account's quota keeps
/// busy, and handed out in the order of their times.
/// </summary>
public sealed class ReadOptions
{
    /// <summary>The most requests that a reading can have under way at once.</summary>
    public const int MaxParallelism = 64;

    /// <summary>The default of <see cref="Parallelism"/>.</summary>
    public const int DefaultParallelism = 16;

    /// <summary>Up to how many requests of the reading are under way at once, 1 to 64.</summary>
    /// <value>16: the API's quota of 10 requests a second is used up even if each takes more than a second.</value>
    /// <remarks>
    /// There are hardly more than it takes to use up the quota, by how long answers take and how many readings of the client share it.
    /// Pages of fewer than 8 events tell too little of how dense events are, and are read one after another.
    /// </remarks>
    public int Parallelism { get; set; } = DefaultParallelism;

    /// <summary>Up to how many pages are in memory at once, asked for or read, until they are handed out and done with; 2 to 1,024.</summary>
    /// <value>64. A page of 1,000 events takes about 1 MB. Fewer mean shorter windows, and so more pages that are hardly filled.</value>
    /// <remarks>Where answers come fast, about 10 do. While the consumer is behind, nothing more is asked for.</remarks>
    public int MaxBufferedPages { get; set; } = 64;

    /// <summary>Where an earlier reading of the same range was complete, to go on from there: <see cref="RawEventPage.Position"/>.</summary>
    /// <value>null: the whole range is read.</value>
    public ReadPosition? ResumeFrom { get; set; }

    /// <summary>A copy that is in order; what is changed later changes nothing.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message says which.</exception>
    internal static ReadOptions Checked(ReadOptions? options, EventQuery range)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(range);
        if (range is not { Start: not null, End: not null })
            throw new ArgumentException("Parallel reading needs a query with a start and an end: EventQuery.Between.", nameof(range));
        if (options.Parallelism is < 1 or > MaxParallelism)
            throw new ArgumentException("Parallelism must be 1 to 64.", nameof(options));
        if (options.MaxBufferedPages is < 2 or > 1_024)
            throw new ArgumentException("MaxBufferedPages must be 2 to 1,024.", nameof(options));
        if (options.ResumeFrom is { } after && (after.CompleteUntil < range.Start || after.CompleteUntil > range.End))
            throw new ArgumentException("ResumeFrom must be a position in the range that is read.", nameof(options));
        return (ReadOptions)options.MemberwiseClone();
    }
}
