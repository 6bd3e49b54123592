using System.Text.Json;

namespace OnePassword.Events.Reading;

/// <summary>Finds the end, the uuid and the timestamp of an event. It reads tokens, not values, and copies nothing.</summary>
internal static class RawEventParser
{
    // A limit only against endless nesting: the reader keeps one bit per level.
    public static readonly JsonReaderOptions Options = new() { MaxDepth = 65_536 };

    /// <summary>Parses bytes that are one event. The event has its own copy of them.</summary>
    /// <exception cref="FormatException">The bytes are not one JSON object.</exception>
    public static RawEvent Parse(ReadOnlySpan<byte> bytes)
    {
        var body = bytes.ToArray();
        var json = new Utf8JsonReader(body, Options);
        try
        {
            if (json.Read() && json.TokenType == JsonTokenType.StartObject)
            {
                var slice = Read(ref json, origin: 0);
                json.Read(); // Throws if more than white space follows.
                return new RawEvent(new PooledBody(body), slice);
            }
        }
        catch (JsonException)
        {
            // Not the exception of the reader: its message can contain parts of the event.
        }
        throw new FormatException("The bytes are not an event: an event is one JSON object.");
    }

    /// <summary>Reads the event on whose first token the reader is.</summary>
    /// <param name="json">The reader.</param>
    /// <param name="origin">The position of the reader's text in the body.</param>
    public static RawSlice Read(ref Utf8JsonReader json, int origin)
    {
        var start = (int)json.TokenStartIndex;
        var depth = json.CurrentDepth;
        var (uuid, time) = ((Start: 0, Length: 0), (Start: 0, Length: 0));
        if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            while (json.Read() && json.CurrentDepth > depth)
            {
                if (json.CurrentDepth != depth + 1 || json.TokenType != JsonTokenType.PropertyName)
                    continue;
                if (NameIs(json, "timestamp"u8))
                    ReadText(ref json, origin, ref time);
                else if (NameIs(json, "uuid"u8))
                    ReadText(ref json, origin, ref uuid);
            }
        }
        var length = (int)json.BytesConsumed - start;
        return new RawSlice(origin + start, length, uuid.Start, uuid.Length, time.Start, time.Length);
    }

    /// <summary>Whether the reader is on a property of this name.</summary>
    public static bool NameIs(in Utf8JsonReader json, ReadOnlySpan<byte> name)
    {
        if (!json.ValueIsEscaped)
            return json.ValueSpan.SequenceEqual(name);
        try
        {
            return json.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false; // It contains an escaped unpaired surrogate, which none of the known names does.
        }
    }

    private static void ReadText(ref Utf8JsonReader json, int origin, ref (int Start, int Length) text)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String)
            text = (origin + (int)json.TokenStartIndex + 1, json.ValueSpan.Length);
    }
}
