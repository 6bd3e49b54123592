namespace OnePassword.Events.Formats.Ocsf;

/// <summary>The severities of events as values of OCSF.</summary>
internal static class OcsfSeverities
{
    private const int MaxCode = 32; // A longer one is unknown.

    public static OcsfValue Of(string feed, JsonField objectType, JsonField code)
    {
        Span<char> texts = stackalloc char[2 * MaxCode];
        return EventSeverities.Of(feed, Decode(objectType, texts[..MaxCode]), Decode(code, texts[MaxCode..])) switch
        {
            EventSeverity.Low => OcsfValue.Low,
            EventSeverity.Medium => OcsfValue.Medium,
            _ => OcsfValue.Informational,
        };
    }

    private static ReadOnlySpan<char> Decode(JsonField field, Span<char> text) =>
        field.TryDecode(text, out var length) ? text[..length] : default;
}
