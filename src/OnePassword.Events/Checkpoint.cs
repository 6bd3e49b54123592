namespace OnePassword.Events;

/// <summary>
/// How far a follower has got: what a program keeps between two runs. It is a position in one feed of one account, in one
/// version of the API, at one server, and of no use for any other. It holds no token.
/// </summary>
public sealed record Checkpoint
{
    /// <summary>The server: host, port and path of its address (<see cref="EventsRegion.Server"/>), such as <c>events.1password.eu</c>.</summary>
    public required string Host { get; init; }

    /// <summary>The version of the API: <c>v1</c> or <c>v2</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The feed, one of <see cref="FeedNames"/>.</summary>
    public required string Feed { get; init; }

    /// <summary>The account, as its token named it; null if the token did not.</summary>
    public string? AccountUuid { get; init; }

    /// <summary>The cursor after the last page that was committed; null if none was.</summary>
    public string? Cursor { get; init; }

    /// <summary>The moment at which the following began, or was begun anew; null if it began at a cursor.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Events on a page, as it was asked for at the beginning; the cursor carries it.</summary>
    public int? PageSize { get; init; }

    /// <summary>The latest time among the events that were committed; null if there were none.</summary>
    public EventTime? LastEventTime { get; init; }

    /// <summary>When this was saved.</summary>
    public DateTimeOffset SavedAt { get; init; }

    /// <summary>Events that were committed since the beginning.</summary>
    public long Events { get; init; }

    /// <summary>Pages with events that were committed since the beginning.</summary>
    public long Pages { get; init; }

    /// <summary>Events that the server sent again, and that were dropped.</summary>
    public long Duplicates { get; init; }

    /// <summary>What the program keeps together with the cursor, such as the file that it writes and its length; null for nothing.</summary>
    public string? State { get; init; }

    /// <summary>The identifiers of the latest events, oldest first, by which repeated ones are recognised.</summary>
    /// <remarks>Of events that were followed raw, each ends with <c>#</c> and a checksum of the event's bytes.</remarks>
    public IReadOnlyList<string> RecentUuids { get; init; } = [];
}
