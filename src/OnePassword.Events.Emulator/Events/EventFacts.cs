using System.Text.Json;

namespace OnePassword.Events.Emulator.Events;

/// <summary>What every event that the emulator did not generate must have, read without leaving garbage.</summary>
internal static class EventFacts
{
    /// <summary>Longer than any time is, written with escapes for all of its characters.</summary>
    private const int MaxTimeLength = 256;

    /// <summary>As deep as it comes: an event is served as it is, whatever is in it.</summary>
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>Reads the time of an event.</summary>
    /// <returns>What is wrong with the event, the end of a sentence about it; null if nothing is.</returns>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidOperationException">A name or the time is no text: half a surrogate pair, say.</exception>
    public static string? Check(ReadOnlySpan<byte> json, out long timestamp)
    {
        timestamp = 0;
        var (hasUuid, hasTimestamp) = (false, false);
        var reader = new Utf8JsonReader(json, AnyDepth);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return "is no JSON object";

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isUuid, isTimestamp) = (reader.ValueTextEquals("uuid"u8), reader.ValueTextEquals("timestamp"u8));
            reader.Read();
            if (isUuid)
                hasUuid = reader.TokenType == JsonTokenType.String;
            else if (isTimestamp)
                hasTimestamp = TryTime(ref reader, out timestamp);
            reader.Skip();
        }

        reader.Read(); // anything after the object is no JSON
        if (!hasUuid)
            return "has no uuid that is a string";
        return hasTimestamp ? null : "has no timestamp that is an RFC 3339 time";
    }

    private static bool TryTime(ref Utf8JsonReader reader, out long time)
    {
        time = 0;
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length > MaxTimeLength)
            return false;

        Span<byte> text = stackalloc byte[MaxTimeLength];
        return Rfc3339.TryParse(text[..reader.CopyString(text)], out time);
    }
}
