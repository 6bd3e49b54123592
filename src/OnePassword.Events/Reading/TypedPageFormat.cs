using System.Text;
using System.Text.Json;

namespace OnePassword.Events.Reading;

/// <summary>Pages of DTOs.</summary>
internal sealed class TypedPageFormat<TEvent> : PageFormat<EventPage<TEvent>, TEvent>
    where TEvent : class, IEvent
{
    /// <summary>
    /// Creates a page from a parsed response, or throws: an unexpected response is never mistaken for "no events".
    /// </summary>
    public static EventPage<TEvent> Parse(IEventItems<TEvent> page)
    {
        var cursor = PageRules.CheckedCursor(page.Cursor);
        if (page.AdditionalProperties.ContainsKey("has_more"))
            throw PageRules.InvalidHasMore();
        // An array holds elements that are not events.
        if (page.AdditionalProperties.TryGetValue("items", out var items) && items.ValueKind != JsonValueKind.Array)
            throw PageRules.InvalidItems();
        return new EventPage<TEvent>(page.Items ?? [], cursor, page.HasMore ?? false, page.AdditionalProperties)
        {
            LacksItems = page.Items is null,
        };
    }

    public override IReadOnlyList<TEvent> EventsOf(EventPage<TEvent> page) => page.Items;

    public override AdditionalProperties AdditionalPropertiesOf(EventPage<TEvent> page) => page.AdditionalProperties;

    public override EventTime? TimestampOf(TEvent @event) => @event.Timestamp;

    public override string? UuidOf(TEvent @event) => EventIdentity.Of(@event.Uuid);

    public override string KeyOf(TEvent @event) => UuidOf(@event) ?? Encoding.UTF8.GetString(WireWriter.Serialize(@event));

    public override EventPage<TEvent> With(
        EventPage<TEvent> page, IReadOnlyList<TEvent> events, bool hasMore, ReadPosition? position) =>
        new(events, page.Cursor, hasMore, page.AdditionalProperties) { Position = position };
}
