using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OnePassword.Events.Checkpoints;

/// <summary>
/// A checkpoint as one JSON object, whose last field is the SHA-256 of all bytes before it. The hash detects truncated or changed
/// data, and other programs can read the JSON.
/// </summary>
internal static class CheckpointFormat
{
    public const int Version = 1;

    private const string TimeFormat = "O";
    private const int HashLength = SHA256.HashSizeInBytes * 2;

    // Safe, because no web page shows the file.
    private static readonly JsonWriterOptions ReadableText = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly byte[] HashStart = ",\"sha256\":\""u8.ToArray();
    private static readonly byte[] HashEnd = "\"}\n"u8.ToArray();

    public static byte[] Write(Checkpoint checkpoint)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, ReadableText))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteString("host", checkpoint.Host);
            json.WriteString("api", checkpoint.ApiVersion);
            json.WriteString("feed", checkpoint.Feed);
            json.WriteString("account", checkpoint.AccountUuid);
            json.WriteString("cursor", checkpoint.Cursor);
            json.WriteString("start", checkpoint.Start?.ToString(TimeFormat, CultureInfo.InvariantCulture));
            if (checkpoint.PageSize is { } size)
                json.WriteNumber("page_size", size);
            json.WriteString("last_event", checkpoint.LastEventTime?.Text);
            json.WriteString("saved", checkpoint.SavedAt.ToString(TimeFormat, CultureInfo.InvariantCulture));
            json.WriteNumber("events", checkpoint.Events);
            json.WriteNumber("pages", checkpoint.Pages);
            json.WriteNumber("duplicates", checkpoint.Duplicates);
            json.WriteString("state", CheckpointText.Checked(checkpoint.State));
            json.WriteStartArray("recent");
            foreach (var uuid in checkpoint.RecentUuids)
                json.WriteStringValue(uuid);
            json.WriteEndArray();
            json.Flush();
            AppendHash(bytes);
        }
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Reads a file, which must be unchanged to the byte.</summary>
    /// <exception cref="CheckpointException">The file is corrupt, or a later version wrote it. The message is the middle of a
    /// sentence.</exception>
    public static Checkpoint Read(ReadOnlyMemory<byte> file) => EndsWithHash(file.Span) ? Parse(file) : throw Changed();

    /// <summary>Reads JSON whose values must be unchanged. Its format and the order of its fields may differ.</summary>
    /// <inheritdoc cref="Read(ReadOnlyMemory{byte})"/>
    public static Checkpoint Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Parse(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new CheckpointException(CheckpointFailure.Corrupt, "it is not JSON", e);
        }
    }

    /// <inheritdoc cref="Parse(ReadOnlyMemory{byte})"/>
    public static Checkpoint Parse(JsonElement json)
    {
        try
        {
            var version = json.GetProperty("version").GetInt32();
            if (version > Version)
            {
                throw new CheckpointException(
                    CheckpointFailure.TooNew, $"it has version {version}, but this library reads version {Version}");
            }
            var checkpoint = ReadFields(json);
            return version == Version && json.GetProperty("sha256").ValueEquals(HashOf(checkpoint))
                ? checkpoint
                : throw Changed();
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new CheckpointException(CheckpointFailure.Corrupt, "a field is missing or invalid", e);
        }
    }

    private static Checkpoint ReadFields(JsonElement json) => new()
    {
        Host = json.GetProperty("host").GetString()!,
        ApiVersion = json.GetProperty("api").GetString()!,
        Feed = json.GetProperty("feed").GetString()!,
        AccountUuid = json.GetProperty("account").GetString(),
        Cursor = json.GetProperty("cursor").GetString(),
        Start = json.GetProperty("start").GetString() is { } start ? Time(start) : null,
        PageSize = json.TryGetProperty("page_size", out var size) ? size.GetInt32() : null,
        LastEventTime = json.GetProperty("last_event").GetString() is { } last ? EventTime.Parse(last) : null,
        SavedAt = Time(json.GetProperty("saved").GetString()),
        Events = json.GetProperty("events").GetInt64(),
        Pages = json.GetProperty("pages").GetInt64(),
        Duplicates = json.GetProperty("duplicates").GetInt64(),
        State = json.GetProperty("state").GetString(),
        RecentUuids = [.. json.GetProperty("recent").EnumerateArray().Select(uuid => uuid.GetString()!)],
    };

    private static DateTimeOffset Time(string? text) =>
        DateTimeOffset.ParseExact(text ?? "", TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    private static ReadOnlySpan<byte> HashOf(Checkpoint checkpoint) =>
        Write(checkpoint).AsSpan()[^(HashLength + HashEnd.Length)..^HashEnd.Length];

    private static void AppendHash(ArrayBufferWriter<byte> bytes)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes.WrittenSpan));
        bytes.Write(HashStart);
        bytes.Write(Encoding.ASCII.GetBytes(hash));
        bytes.Write(HashEnd);
    }

    private static bool EndsWithHash(ReadOnlySpan<byte> file)
    {
        var length = file.Length - HashStart.Length - HashLength - HashEnd.Length;
        if (length < 0)
            return false;
        var expected = new ArrayBufferWriter<byte>(file.Length);
        expected.Write(file[..length]);
        AppendHash(expected);
        return expected.WrittenSpan.SequenceEqual(file);
    }

    private static CheckpointException Changed() => new(CheckpointFailure.Corrupt, "it was truncated or changed");
}
