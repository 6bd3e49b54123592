using OnePassword.Events.Reading;

namespace OnePassword.Events;

/// <summary>A page of events and the cursor that continues after it.</summary>
/// <typeparam name="TEvent">The type of the events.</typeparam>
public sealed class EventPage<TEvent> : IPage
{
    internal EventPage(
        IReadOnlyList<TEvent> items, string cursor, bool hasMore, AdditionalProperties? additionalProperties = null) =>
        (Items, Cursor, HasMore, AdditionalProperties) =
            (items, cursor, hasMore, additionalProperties ?? AdditionalProperties.None);

    /// <summary>Gets the events in the server's order. A page can be empty even if the server has more.</summary>
    public IReadOnlyList<TEvent> Items { get; }

    /// <summary>
    /// Gets the cursor that continues after this page. Every page has one, including the last. Store it once the events are
    /// stored, and pass it to <see cref="EventQuery.After"/> to fetch newer events later.
    /// </summary>
    /// <remarks>
    /// In a parallel read, a cursor only covers its own time window. Use <see cref="Position"/> to resume.
    /// </remarks>
    public string Cursor { get; }

    /// <summary>
    /// Gets a value indicating whether the server has more events for now. If false, the cursor fetches newer events later.
    /// </summary>
    public bool HasMore { get; }

    /// <summary>
    /// Gets the resume position if this page completes a time window; otherwise null. Pass it to
    /// <see cref="ReadOptions.ResumeFrom"/> to resume a parallel read.
    /// </summary>
    public ReadPosition? Position { get; internal init; }

    /// <summary>
    /// Gets the other values that the server sent: fields of the page that the specification does not contain. Under <c>items</c>
    /// are elements that are not events, such as a null or a number.
    /// </summary>
    public AdditionalProperties AdditionalProperties { get; }

    /// <inheritdoc cref="IPage.LacksItems"/>
    internal bool LacksItems { get; init; }

    bool IPage.LacksItems => LacksItems;

    int IPage.Count => Items.Count;

    bool IPage.Repeats(IPage other) => other is EventPage<TEvent> page && Items.SequenceEqual(page.Items);

    EventTime? IPage.LastTimestamp => Items.Count > 0 ? (Items[^1] as IEvent)?.Timestamp : null;
}
