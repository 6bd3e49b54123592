namespace OnePassword.Events;

/// <summary>A page of events as the server sent them, and where the feed stands after it.</summary>
public sealed class RawEventPage : IPage
{
    internal RawEventPage(IReadOnlyList<RawEvent> events, string cursor, bool hasMore) =>
        (Events, Cursor, HasMore) = (events, cursor, hasMore);

    /// <summary>The events, in the server's order; may be empty even when there is more.</summary>
    public IReadOnlyList<RawEvent> Events { get; }

    /// <summary>Continues after this page: <see cref="EventQuery.After"/>.</summary>
    /// <remarks>Of a page that was read side by side (<see cref="ReadOptions"/>), it goes to the end of a window of time only.</remarks>
    public string Cursor { get; }

    /// <summary>Whether there may be more events right now.</summary>
    public bool HasMore { get; }

    /// <summary>
    /// Of a page that was read side by side (<see cref="ReadOptions"/>), and with which a window of time ends: all events before
    /// this moment have been handed out. Else null.
    /// </summary>
    public DateTimeOffset? CompleteUntil { get; internal init; }

    int IPage.Count => Events.Count;

    bool IPage.Repeats(IPage other) => other is RawEventPage page && Events.Count == page.Events.Count
        && Events.Zip(page.Events).All(pair => pair.First.Json.Span.SequenceEqual(pair.Second.Json.Span));

    EventTime? IPage.Newest => Events.Count > 0 ? Events[^1].Timestamp : null;

    internal static RawEventPage Parse(ReadOnlyMemory<byte> body) => new RawPageReader(body).Read();
}
