namespace OnePassword.Events;

/// <summary>A page of events as the server sent them, and where the feed stands after it.</summary>
public sealed class RawEventPage : IPage
{
    internal RawEventPage(IReadOnlyList<RawEvent> events, string cursor, bool hasMore) =>
        (Events, Cursor, HasMore) = (events, cursor, hasMore);

    /// <summary>The events, in the server's order; may be empty even when there is more.</summary>
    public IReadOnlyList<RawEvent> Events { get; }

    /// <summary>Continues after this page: <see cref="EventQuery.After"/>.</summary>
    public string Cursor { get; }

    /// <summary>Whether there may be more events right now.</summary>
    public bool HasMore { get; }

    int IPage.Count => Events.Count;

    internal static RawEventPage Parse(ReadOnlyMemory<byte> body) => new RawPageReader(body).Read();
}
