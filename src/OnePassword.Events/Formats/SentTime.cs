namespace OnePassword.Events.Formats;

/// <summary>Times in the fields of an event.</summary>
internal static class SentTime
{
    private const int FractionStart = 20; // yyyy-MM-ddTHH:mm:ss.
    private const int MaxDigits = 9;

    public static bool TryParse(JsonField field, out DateTimeOffset time)
    {
        Span<char> text = stackalloc char[64];
        time = default;
        return field.TryDecode(text, out var length) && Rfc3339.TryParse(text[..length], out time);
    }

    /// <summary>
    /// Returns whether every parser of ISO 8601 accepts a valid time: RFC 3339 also allows lowercase letters, a space, leap
    /// seconds, and any number of digits.
    /// </summary>
    public static bool IsIso(JsonField field)
    {
        var text = field.RawText;
        if (text.Length < FractionStart || text[10] != 'T' || text[17] == '6' || text[^1] == 'z' || text.Contains((byte)'\\'))
            return false;
        var digits = text[19] == '.' ? text[FractionStart..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') : 0;
        return digits <= MaxDigits;
    }
}
