namespace OnePassword.Events;

/// <summary>Makes a page of what was read, or says what the answer lacks. An answer is never mistaken for "no events".</summary>
internal static class TypedPage
{
    public static EventPage<TEvent> From<TEvent>(IEventItems<TEvent> page)
    {
        if (string.IsNullOrEmpty(page.Cursor))
            throw new PageShapeException(PageShapeException.NoCursor);
        if (page.HasMore is null && page.AdditionalProperties.ContainsKey("has_more"))
            throw new PageShapeException(PageShapeException.OddHasMore);
        if (page.Items is null && page.AdditionalProperties.ContainsKey("items"))
            throw new PageShapeException(PageShapeException.OddItems);
        return new EventPage<TEvent>(page.Items ?? [], page.Cursor, page.HasMore ?? false, page.AdditionalProperties);
    }
}
