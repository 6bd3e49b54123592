using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace OnePassword.Events.Destinations.DeadLetters;

/// <summary>The lines of a file of dead letters.</summary>
internal static class DeadLetterLines
{
    public const byte LineFeed = (byte)'\n';

    // As deep as an event of the library, and the line around it.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 65_537 };

    private static readonly JsonWriterOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Format(IReadOnlyList<DeadLetter> letters)
    {
        var lines = new ArrayBufferWriter<byte>();
        foreach (var letter in letters)
        {
            using (var json = new Utf8JsonWriter(lines, Legible))
                Write(json, letter);
            lines.Write([LineFeed]);
        }
        return lines.WrittenMemory;
    }

    /// <exception cref="InvalidDataException">A line is not a dead letter.</exception>
    public static IReadOnlyList<DeadLetter> Parse(ReadOnlyMemory<byte> file)
    {
        var letters = new List<DeadLetter>();
        foreach (var line in LinesOf(file))
        {
            try
            {
                using var json = JsonDocument.Parse(line, Deep);
                letters.Add(Read(json.RootElement));
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                throw new InvalidDataException(
                    string.Create(CultureInfo.InvariantCulture, $"Line {letters.Count + 1} is not a dead letter."), e);
            }
        }
        return letters;
    }

    /// <summary>Returns the lines of a file, without those whose index is given.</summary>
    public static ReadOnlyMemory<byte> Without(ReadOnlyMemory<byte> file, IReadOnlySet<int> indexes)
    {
        var kept = new ArrayBufferWriter<byte>();
        foreach (var (index, line) in LinesOf(file).Index())
        {
            if (indexes.Contains(index))
                continue;
            kept.Write(line.Span);
            kept.Write([LineFeed]);
        }
        return kept.WrittenMemory;
    }

    /// <summary>Returns the length of the complete lines of a file.</summary>
    public static long CompleteLength(Stream file)
    {
        for (var end = file.Length; end > 0; end--)
        {
            file.Position = end - 1;
            if (file.ReadByte() == LineFeed)
                return end;
        }
        return 0;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> LinesOf(ReadOnlyMemory<byte> file)
    {
        for (var end = file.Span.IndexOf(LineFeed); end >= 0; end = file.Span.IndexOf(LineFeed))
        {
            yield return file[..end];
            file = file[(end + 1)..];
        }
    }

    private static void Write(Utf8JsonWriter json, DeadLetter letter)
    {
        json.WriteStartObject();
        json.WriteString("time", letter.Time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        json.WriteString("destination", letter.Destination);
        if (letter.Status is { } status)
            json.WriteNumber("status", status);
        json.WriteString("reason", letter.Reason);
        var origin = letter.Origin;
        json.WriteString("account", origin.Account);
        json.WriteString("account_uuid", origin.AccountUuid);
        json.WriteString("feed", origin.Feed);
        json.WriteString("api", origin.ApiVersion);
        json.WriteString("host", origin.Host);
        json.WriteString("read_at", origin.ReadAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        var line = new ArrayBufferWriter<byte>(letter.Event.Json.Length);
        letter.Event.Write(line);
        if (Utf8.IsValid(line.WrittenSpan))
        {
            json.WritePropertyName("event");
            json.WriteRawValue(line.WrittenSpan, skipInputValidation: true);
        }
        else
        {
            json.WriteBase64String("event_base64", line.WrittenSpan);
        }
        json.WriteEndObject();
    }

    private static DeadLetter Read(JsonElement json)
    {
        var bytes = json.TryGetProperty("event_base64", out var encoded)
            ? encoded.GetBytesFromBase64()
            : Bytes(json.GetProperty("event"));
        var origin = new EventOrigin
        {
            Feed = Text(json, "feed")!,
            Account = Text(json, "account"),
            AccountUuid = Text(json, "account_uuid"),
            ApiVersion = Text(json, "api")!,
            Host = Text(json, "host"),
            ReadAt = Time(json, "read_at"),
        };
        return new DeadLetter(
            RawEvent.Parse(bytes), origin, Text(json, "destination")!, Text(json, "reason")!,
            json.TryGetProperty("status", out var status) ? status.GetInt32() : null, Time(json, "time"));
    }

    // The bytes as they are in the file, and not as a serializer would write the value.
    private static byte[] Bytes(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).ToArray();

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static DateTimeOffset Time(JsonElement json, string name) => json.GetProperty(name).GetDateTimeOffset();
}
