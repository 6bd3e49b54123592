namespace OnePassword.Events;

/// <summary>
/// Options for reading a closed time range with several requests in parallel. The range is divided into time windows, which
/// are returned in order.
/// </summary>
public sealed class ReadOptions
{
    /// <summary>The highest <see cref="Parallelism"/>.</summary>
    public const int MaxParallelism = 64;

    /// <summary>The default of <see cref="Parallelism"/>.</summary>
    public const int DefaultParallelism = 16;

    private const int MaxMaxBufferedPages = 1_024;

    /// <summary>Gets or sets the maximum number of concurrent requests, 1 to 64.</summary>
    /// <value>Default: 16, enough to use the API's quota of 10 requests per second even if each takes more than a second.</value>
    /// <remarks>
    /// The reader sends only as many concurrent requests as needed to use the quota at the current latency. Parallel reads of one
    /// client share the quota. Pages with fewer than 8 events do not show the density of events and are read one after another.
    /// </remarks>
    public int Parallelism { get; set; } = DefaultParallelism;

    /// <summary>Gets or sets the maximum number of pages that are requested, buffered or in use, 2 to 1,024.</summary>
    /// <value>
    /// Default: 64. Each page of 1,000 events takes about 1 MB. Smaller buffers mean shorter windows and more pages that are not
    /// full.
    /// </value>
    /// <remarks>At a low latency about 6 pages are used. No further page is requested while the consumer is behind.</remarks>
    public int MaxBufferedPages { get; set; } = 64;

    /// <summary>
    /// Gets or sets the position at which an earlier read of the same range is resumed: <see cref="RawEventPage.Position"/>.
    /// </summary>
    /// <value>Default: null, the whole range is read.</value>
    public ReadPosition? ResumeFrom { get; set; }

    /// <summary>
    /// Gets or sets a token that ends the read with an <see cref="OperationCanceledException"/>, but only after the pages that
    /// have been read. Canceling the read itself drops them.
    /// </summary>
    /// <value>Default: none.</value>
    /// <remarks>
    /// Pages are returned in order. So for up to 2 seconds, the read also requests the pages that others wait for.
    /// </remarks>
    public CancellationToken Stop { get; set; }

    /// <summary>Returns a validated copy, so that later changes have no effect.</summary>
    /// <exception cref="ArgumentException">
    /// The query has no start or no end, or an option is out of range; the message says which.
    /// </exception>
    internal static ReadOptions Checked(ReadOptions? options, EventQuery? query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query is not { Start: not null, End: not null })
        {
            throw new ArgumentException(
                "Parallel reading needs a query with a start and an end. Use EventQuery.Between.", nameof(query));
        }
        ArgumentNullException.ThrowIfNull(options);
        if (options.Parallelism is < 1 or > MaxParallelism)
            throw new ArgumentException($"Parallelism must be 1 to {MaxParallelism}.", nameof(options));
        if (options.MaxBufferedPages is < 2 or > MaxMaxBufferedPages)
            throw new ArgumentException($"MaxBufferedPages must be 2 to {MaxMaxBufferedPages}.", nameof(options));
        if (options.ResumeFrom is { } position
            && (position.CompleteUntil < query.Start || position.CompleteUntil > query.End || position.Window?.End > query.End))
            throw new ArgumentException("ResumeFrom must be a position within the time range of the query.", nameof(options));
        return (ReadOptions)options.MemberwiseClone();
    }
}
