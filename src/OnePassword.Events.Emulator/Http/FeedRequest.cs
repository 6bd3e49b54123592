using System.Text;
using System.Text.Json;
using OnePassword.Events.Emulator.Events;

namespace OnePassword.Events.Emulator.Http;

/// <summary>What a request to a feed asks for: either a cursor, or the rest.</summary>
internal sealed record FeedRequest
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1_000;

    public string? Cursor { get; private set; }

    public int Limit { get; private set; } = DefaultLimit;

    public long? Start { get; private set; }

    public long? End { get; private set; }

    /// <exception cref="BadRequestException">The API would answer 400.</exception>
    public static FeedRequest Parse(ReadOnlySpan<byte> json, bool strict)
    {
        if (json.IsEmpty && !strict)
            return new();

        try
        {
            return Read(json, strict);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is how the reader reports text that is no UTF-8 or half a surrogate pair.
            throw new BadRequestException("malformed JSON");
        }
    }

    private static FeedRequest Read(ReadOnlySpan<byte> json, bool strict)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new BadRequestException("the body is no JSON object");

        var request = new FeedRequest();
        var keys = 0;
        for (; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; keys++)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (strict || !IsAbsent(ref reader))
                request.Take(name, ref reader, strict);
        }

        reader.Read(); // anything after the object is malformed
        if (strict && request.Cursor is not null && keys > 1)
            throw new BadRequestException("cursor together with other keys");
        return request;
    }

    private void Take(string name, ref Utf8JsonReader reader, bool strict)
    {
        switch (name)
        {
            case "cursor":
                Cursor = Text(name, ref reader);
                break;
            case "limit":
                Limit = ReadLimit(ref reader);
                break;
            case "start_time":
                Start = Time(name, ref reader);
                break;
            case "end_time":
                End = Time(name, ref reader);
                break;
            case "ResetCursor" or "reset_cursor" or "Cursor" when strict:
                throw new BadRequestException($"wrapper object {name}: its members belong in the body itself");
            default:
                if (strict)
                    throw new BadRequestException($"unknown key {name}");
                reader.Skip();
                break;
        }
    }

    /// <summary>Go, which the API is written in, does not tell null or an empty string from an absent member.</summary>
    private static bool IsAbsent(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Null || (reader.TokenType == JsonTokenType.String && reader.ValueSpan.IsEmpty);

    private static int ReadLimit(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out var limit))
            throw new BadRequestException("limit is no whole number");
        return limit is >= 1 and <= MaxLimit ? limit : throw new BadRequestException($"limit is not 1 to {MaxLimit}");
    }

    private static long Time(string name, ref Utf8JsonReader reader) =>
        Rfc3339.TryParse(Encoding.UTF8.GetBytes(Text(name, ref reader)), out var time)
            ? time
            : throw new BadRequestException($"{name} is no RFC 3339 time");

    private static string Text(string name, ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new BadRequestException($"{name} is no string");
}
