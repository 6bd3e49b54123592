using OnePassword.Events.Reading;

namespace OnePassword.Events;

/// <summary>A page of events, and where the feed stands after it.</summary>
/// <typeparam name="TEvent">The event.</typeparam>
/// <param name="items">The events, in the server's order.</param>
/// <param name="cursor">Continues after this page.</param>
/// <param name="hasMore">Whether there may be more right now.</param>
/// <param name="additionalProperties">What the server sent beside these; null for nothing.</param>
public sealed class EventPage<TEvent>(IReadOnlyList<TEvent> items, string cursor, bool hasMore, AdditionalProperties? additionalProperties = null) : IPage
{
    /// <summary>The events, in the server's order; may be empty even when there is more.</summary>
    public IReadOnlyList<TEvent> Items { get; } = items;

    /// <summary>
    /// Continues after this page, now or later: <see cref="EventQuery.After"/>. Every page has one, the last as well. Keep it
    /// once the events are safe.
    /// </summary>
    /// <remarks>Of a page that was read side by side (<see cref="ReadOptions"/>), it goes to the end of a window of time only.</remarks>
    public string Cursor { get; } = cursor;

    /// <summary>Whether there may be more events right now. When false, later requests with the cursor give what came since.</summary>
    public bool HasMore { get; } = hasMore;

    /// <summary>
    /// Of a page that was read side by side (<see cref="ReadOptions"/>), and with which a window of time ends: how far the reading is
    /// complete. Keep it once the events are safe, and <see cref="ReadOptions.ResumeFrom"/> it another reading goes on. Else null.
    /// </summary>
    public ReadPosition? Position { get; internal init; }

    /// <summary>
    /// What the server sent beside these: fields of the page that no specification names and, under <c>items</c>, elements
    /// that are no events at all, such as a null or a number.
    /// </summary>
    public AdditionalProperties AdditionalProperties { get; } = additionalProperties ?? AdditionalProperties.None;

    /// <inheritdoc cref="IPage.LacksItems"/>
    internal bool LacksItems { get; init; }

    bool IPage.LacksItems => LacksItems;

    int IPage.Count => Items.Count;

    bool IPage.Repeats(IPage other) => other is EventPage<TEvent> page && Items.SequenceEqual(page.Items);

    EventTime? IPage.Newest => Items.Count > 0 ? (Items[^1] as IEvent)?.Timestamp : null;
}
