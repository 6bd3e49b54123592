using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OnePassword.Events.Checkpoints;

/// <summary>
/// A checkpoint as the bytes of a file: one JSON object, whose last field is the SHA-256 of all bytes before it. So no cut and
/// no flipped bit goes unnoticed, and the file is JSON for everybody else.
/// </summary>
internal static class CheckpointFile
{
    public const int Version = 1;

    private const string Times = "O";

    // No part of it ends up in a web page.
    private static readonly JsonWriterOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly byte[] Opening = ",\"sha256\":\""u8.ToArray();
    private static readonly byte[] Ending = "\"}\n"u8.ToArray();

    public static byte[] Write(Checkpoint checkpoint)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Legible))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteString("host", checkpoint.Host);
            json.WriteString("api", checkpoint.ApiVersion);
            json.WriteString("feed", checkpoint.Feed);
            json.WriteString("account", checkpoint.AccountUuid);
            json.WriteString("cursor", checkpoint.Cursor);
            json.WriteString("start", checkpoint.Start?.ToString(Times, CultureInfo.InvariantCulture));
            if (checkpoint.PageSize is { } size)
                json.WriteNumber("page_size", size);
            json.WriteString("last_event", checkpoint.LastEventTime?.Text);
            json.WriteString("saved", checkpoint.SavedAt.ToString(Times, CultureInfo.InvariantCulture));
            json.WriteNumber("events", checkpoint.Events);
            json.WriteNumber("pages", checkpoint.Pages);
            json.WriteNumber("duplicates", checkpoint.Duplicates);
            json.WriteString("state", checkpoint.State);
            json.WriteStartArray("recent");
            foreach (var uuid in checkpoint.RecentUuids)
                json.WriteStringValue(uuid);
            json.WriteEndArray();
            json.Flush();
            Seal(bytes);
        }
        return bytes.WrittenSpan.ToArray();
    }

    /// <exception cref="CheckpointException">The bytes are not what was written, or what a later version wrote; the message lacks the file.</exception>
    public static Checkpoint Read(ReadOnlyMemory<byte> file)
    {
        if (Unsealed(file) is not { } json)
            throw new CheckpointException(CheckpointFailure.Corrupt, "it was cut off or changed");
        try
        {
            using var document = JsonDocument.Parse(json);
            var version = document.RootElement.GetProperty("version").GetInt32();
            return version == Version
                ? Read(document.RootElement)
                : throw new CheckpointException(CheckpointFailure.TooNew, $"it has version {version}, and this library reads version {Version}");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new CheckpointException(CheckpointFailure.Corrupt, "it lacks what a checkpoint has", e);
        }
    }

    private static Checkpoint Read(JsonElement json) => new()
    {
        Host = json.GetProperty("host").GetString()!,
        ApiVersion = json.GetProperty("api").GetString()!,
        Feed = json.GetProperty("feed").GetString()!,
        AccountUuid = json.GetProperty("account").GetString(),
        Cursor = json.GetProperty("cursor").GetString(),
        Start = json.GetProperty("start").GetString() is { } start ? Moment(start) : null,
        PageSize = json.TryGetProperty("page_size", out var size) ? size.GetInt32() : null,
        LastEventTime = json.GetProperty("last_event").GetString() is { } last ? EventTime.Parse(last) : null,
        SavedAt = Moment(json.GetProperty("saved").GetString()!),
        Events = json.GetProperty("events").GetInt64(),
        Pages = json.GetProperty("pages").GetInt64(),
        Duplicates = json.GetProperty("duplicates").GetInt64(),
        State = json.GetProperty("state").GetString(),
        RecentUuids = [.. json.GetProperty("recent").EnumerateArray().Select(uuid => uuid.GetString()!)],
    };

    private static DateTimeOffset Moment(string text) => DateTimeOffset.ParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    private static void Seal(ArrayBufferWriter<byte> bytes)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes.WrittenSpan));
        bytes.Write(Opening);
        bytes.Write(Encoding.ASCII.GetBytes(hash));
        bytes.Write(Ending);
    }

    // The object as it was before the seal, with a brace at its end again; null if the seal is broken.
    private static byte[]? Unsealed(ReadOnlyMemory<byte> file)
    {
        var length = file.Length - Opening.Length - (SHA256.HashSizeInBytes * 2) - Ending.Length;
        if (length < 0)
            return null;
        var sealedBytes = new ArrayBufferWriter<byte>(file.Length);
        sealedBytes.Write(file.Span[..length]);
        Seal(sealedBytes);
        return sealedBytes.WrittenSpan.SequenceEqual(file.Span) ? [.. file.Span[..length], (byte)'}'] : null;
    }
}
