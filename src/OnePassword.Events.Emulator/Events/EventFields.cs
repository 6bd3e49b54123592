using System.Runtime.InteropServices;
using System.Text.Json;
using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Events;

/// <summary>The fields that the emulator needs of an appended or recorded event, parsed without allocations.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EventFields(bool IsObject, bool HasUuid, long? Timestamp)
{
    /// <summary>Longer than any time, even with an escape sequence for each character.</summary>
    private const int MaxTimeLength = 256;

    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>Gets the predicate of a sentence about an invalid event; null if the event is valid.</summary>
    public string? Problem => (IsObject, HasUuid, Timestamp) switch
    {
        (false, _, _) => "is not a JSON object",
        (_, false, _) => "has no 'uuid' string",
        (_, _, null) => "has no 'timestamp' in RFC 3339 format",
        _ => null,
    };

    public static EventFields Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return Read(json);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static EventFields Read(ReadOnlySpan<byte> json)
    {
        var (hasUuid, timestamp) = (false, (long?)null);
        var reader = new Utf8JsonReader(json, AnyDepth);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return default;

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isUuid, isTimestamp) = (NameIs(ref reader, "uuid"u8), NameIs(ref reader, "timestamp"u8));
            reader.Read();
            if (isUuid)
                hasUuid = reader.TokenType == JsonTokenType.String;
            else if (isTimestamp)
                timestamp = Time(ref reader);
            reader.Skip();
        }

        reader.Read(); // Throws if anything follows the object.
        return new(IsObject: true, hasUuid, timestamp);
    }

    private static bool NameIs(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false; // Half a surrogate pair.
        }
    }

    private static long? Time(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length > MaxTimeLength)
            return null;

        Span<byte> text = stackalloc byte[MaxTimeLength];
        try
        {
            return Rfc3339.TryParse(text[..reader.CopyString(text)], out var time) ? time : null;
        }
        catch (InvalidOperationException)
        {
            return null; // Invalid UTF-8, or half a surrogate pair.
        }
    }
}
