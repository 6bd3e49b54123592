using System.Text;
using System.Text.Json;
using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Paging;

/// <summary>The parsed body of a request to a feed: a cursor, or the other members.</summary>
internal sealed record FeedRequest
{
    /// <summary>Names the option that accepts a rejected request.</summary>
    public const string LenientAccepts = "accepted by a lenient emulator: --lenient, or Strict = false";

    private const int DefaultLimit = 100;
    private const int MaxLimit = 1_000;

    /// <summary>The zero time of Go. Go clients send it for a time that is not set.</summary>
    private static readonly byte[] ZeroTime = "0001-01-01T00:00:00Z"u8.ToArray();

    public string? Cursor { get; private set; }

    public int Limit { get; private set; } = DefaultLimit;

    public long? Start { get; private set; }

    public long? End { get; private set; }

    /// <exception cref="BadRequestException">The body is invalid.</exception>
    public static FeedRequest Parse(ReadOnlySpan<byte> json, bool strict)
    {
        if (TryRead(json, strict, out var problem) is { } request)
            return request;
        var onlyStrict = strict && TryRead(json, strict: false, out _) is not null;
        throw new BadRequestException(onlyStrict ? $"{problem} ({LenientAccepts})" : problem);
    }

    private static FeedRequest? TryRead(ReadOnlySpan<byte> json, bool strict, out string problem)
    {
        problem = "malformed JSON";
        if (json.IsEmpty)
            return strict ? null : new();

        try
        {
            return Read(json, strict);
        }
        catch (BadRequestException e)
        {
            problem = e.Message;
            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException means invalid UTF-8 or half a surrogate pair.
            return null;
        }
    }

    private static FeedRequest Read(ReadOnlySpan<byte> json, bool strict)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new BadRequestException("the body is not a JSON object");

        var request = new FeedRequest();
        var keys = 0;
        for (; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; keys++)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (strict || !IsAbsent(ref reader))
                request.SetMember(name, ref reader, strict);
        }

        reader.Read(); // Throws if anything follows the object.
        if (strict && request.Cursor is not null && keys > 1)
            throw new BadRequestException("cursor together with other keys");
        return request;
    }

    private void SetMember(string name, ref Utf8JsonReader reader, bool strict)
    {
        switch (name)
        {
            case "cursor":
                Cursor = Text(name, ref reader);
                if (Cursor.Length == 0)
                    throw new BadRequestException("cursor is empty");
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
                throw new BadRequestException($"wrapper object {name}; its members belong in the body itself");
            default:
                if (strict)
                    throw new BadRequestException($"unknown key {name}");
                reader.Skip();
                break;
        }
    }

    /// <summary>A Go service cannot distinguish a zero value from an absent member.</summary>
    private static bool IsAbsent(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => true,
        JsonTokenType.String => reader.ValueSpan.IsEmpty || reader.ValueTextEquals(ZeroTime),
        JsonTokenType.Number => reader.TryGetInt32(out var number) && number == 0,
        _ => false,
    };

    private static int ReadLimit(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out var limit))
            throw new BadRequestException("limit is not a whole number");
        return limit is >= 1 and <= MaxLimit ? limit : throw new BadRequestException($"limit is not 1 to {MaxLimit}");
    }

    private static long Time(string name, ref Utf8JsonReader reader) =>
        Rfc3339.TryParse(Encoding.UTF8.GetBytes(Text(name, ref reader)), out var time)
            ? time
            : throw new BadRequestException($"{name} is not an RFC 3339 time");

    private static string Text(string name, ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new BadRequestException($"{name} is not a string");
}
