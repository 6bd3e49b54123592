namespace OnePassword.Events;

/// <summary>
/// The position of a follower, which a program stores between two runs. It belongs to one feed of one account on one server, in
/// one version of the API, and cannot be used for another one. It does not contain the token.
/// </summary>
public sealed record Checkpoint
{
    /// <summary>
    /// Gets the server, as in <see cref="EventsRegion.Server"/>: host, port and path, such as <c>events.1password.eu</c>.
    /// </summary>
    public required string Host { get; init; }

    /// <summary>Gets the version of the API: <c>v1</c> or <c>v2</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>Gets the name of the feed, one of <see cref="FeedNames"/>.</summary>
    public required string Feed { get; init; }

    /// <summary>Gets the UUID of the account from the token; null if the token does not contain it.</summary>
    public string? AccountUuid { get; init; }

    /// <summary>Gets the cursor after the last committed page; null before the first commit.</summary>
    public string? Cursor { get; init; }

    /// <summary>Gets the time from which the follower started or last restarted; null if it started from a cursor.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Gets the page size, in events, that the first request set. The cursor contains it.</summary>
    public int? PageSize { get; init; }

    /// <summary>Gets the latest time of all committed events; null if there are none.</summary>
    public EventTime? LastEventTime { get; init; }

    /// <summary>Gets the time at which the checkpoint was saved.</summary>
    public DateTimeOffset SavedAt { get; init; }

    /// <summary>Gets the number of events committed so far.</summary>
    public long Events { get; init; }

    /// <summary>Gets the number of pages with events committed so far.</summary>
    public long Pages { get; init; }

    /// <summary>Gets the number of duplicates dropped so far.</summary>
    public long Duplicates { get; init; }

    /// <summary>
    /// Gets the text that the program committed with the cursor, such as the length of its output file; or null.
    /// </summary>
    public string? State { get; init; }

    /// <summary>Gets the identifiers of the latest events, oldest first. They identify duplicates.</summary>
    /// <remarks>With raw events, each identifier ends with <c>#</c> and a checksum of the bytes of the event.</remarks>
    public IReadOnlyList<string> RecentUuids { get; init; } = [];
}
