namespace OnePassword.Events.Reading;

/// <summary>
/// Compares pages whose memory has been returned: by the number of events, their length, and the first and last event.
/// </summary>
internal readonly record struct RawPageFingerprint(int Count, int Extent, int Ends)
{
    public static RawPageFingerprint Of(RawEventList events)
    {
        if (events.Count == 0)
            return default;
        var ends = new HashCode();
        ends.AddBytes(events[0].Json.Span);
        ends.AddBytes(events[^1].Json.Span);
        return new RawPageFingerprint(events.Count, events.Extent, ends.ToHashCode());
    }
}
