namespace OnePassword.Events.Reading;

/// <summary>What tells a page from another when its bytes are gone: how many events, how long, and the first and the last one.</summary>
internal readonly record struct RawPageMark(int Count, int Extent, int Ends)
{
    public static RawPageMark Of(RawEventList events)
    {
        if (events.Count == 0)
            return default;
        var ends = new HashCode();
        ends.AddBytes(events[0].Json.Span);
        ends.AddBytes(events[^1].Json.Span);
        return new RawPageMark(events.Count, events.Extent, ends.ToHashCode());
    }
}
