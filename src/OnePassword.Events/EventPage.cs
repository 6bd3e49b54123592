namespace OnePassword.Events;

/// <summary>A page of events, and where the feed stands after it.</summary>
/// <typeparam name="TEvent">The event.</typeparam>
/// <param name="items">The events, in the server's order.</param>
/// <param name="cursor">Continues after this page.</param>
/// <param name="hasMore">Whether there may be more right now.</param>
public sealed class EventPage<TEvent>(IReadOnlyList<TEvent> items, string cursor, bool hasMore) : IPage
{
    /// <summary>The events, in the server's order; may be empty even when there is more.</summary>
    public IReadOnlyList<TEvent> Items { get; } = items;

    /// <summary>
    /// Continues after this page, now or later: <see cref="EventQuery.After"/>. Every page has one, the last as well. Keep it
    /// once the events are safe.
    /// </summary>
    public string Cursor { get; } = cursor;

    /// <summary>Whether there may be more events right now. When false, later requests with the cursor give what came since.</summary>
    public bool HasMore { get; } = hasMore;

    int IPage.Count => Items.Count;
}
