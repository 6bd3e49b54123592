using System.Runtime.InteropServices;
using System.Text.Json;

namespace OnePassword.Events.Emulator.Events;

/// <summary>What the emulator needs to know of an event that it did not generate, read without leaving garbage.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EventFacts(bool IsObject, bool HasUuid, long? Timestamp)
{
    public const string NotAnObject = "is not a JSON object";
    public const string NoUuid = "has no uuid that is a string";
    public const string NoTimestamp = "has no timestamp that is an RFC 3339 time";

    /// <summary>Longer than any time is, written with escapes for all of its characters.</summary>
    private const int MaxTimeLength = 256;

    /// <summary>As deep as it comes: an event is served as it is, whatever is in it.</summary>
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>Gets what is wrong with the event, the end of a sentence about it; null if nothing is.</summary>
    public string? Problem => (IsObject, HasUuid, Timestamp) switch
    {
        (false, _, _) => NotAnObject,
        (_, false, _) => NoUuid,
        (_, _, null) => NoTimestamp,
        _ => null,
    };

    /// <exception cref="JsonException">It is not JSON.</exception>
    public static EventFacts Read(ReadOnlySpan<byte> json)
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

        reader.Read(); // anything after the object is not JSON
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
            return false; // half a surrogate pair is in it
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
            return null; // invalid UTF-8, or half a surrogate pair
        }
    }
}
