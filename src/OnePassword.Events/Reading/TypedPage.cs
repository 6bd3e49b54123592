using Newtonsoft.Json.Linq;

namespace OnePassword.Events.Reading;

/// <summary>Makes a page of what was read, or says what the answer lacks. An answer is never mistaken for "no events".</summary>
internal static class TypedPage
{
    public static EventPage<TEvent> From<TEvent>(IEventItems<TEvent> page)
    {
        var cursor = PageShape.CheckedCursor(page.Cursor);
        if (page.AdditionalProperties.ContainsKey("has_more"))
            throw PageShape.InvalidHasMore();
        if (page.AdditionalProperties.TryGetValue("items", out var odd) && odd.Type != JTokenType.Array) // An array: elements that are no events.
            throw PageShape.InvalidItems();
        return new EventPage<TEvent>(page.Items ?? [], cursor, page.HasMore ?? false, page.AdditionalProperties) { LacksItems = page.Items is null };
    }
}
