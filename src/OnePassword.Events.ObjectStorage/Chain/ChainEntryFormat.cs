using System.IO.Compression;
using System.Text.Json;
using OnePassword.Events.ObjectStorage.Layout;

namespace OnePassword.Events.ObjectStorage.Chain;

/// <summary>An entry as compressed JSON.</summary>
internal static class ChainEntryFormat
{
    private const int Version = 2;
    private const int VersionWithoutArchive = 1; // A version that does not know archives must stop at one, and not lose its page.

    public static byte[] Write(ChainEntry entry, string owner)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
        using (var json = new Utf8JsonWriter(gzip))
        {
            json.WriteStartObject();
            json.WriteNumber("version", entry.Archive is null ? VersionWithoutArchive : Version);
            json.WriteNumber("number", entry.Number);
            json.WriteNumber("epoch", entry.Epoch);
            json.WriteString("owner", owner);
            json.WriteString("written", entry.WrittenAt);
            json.WriteNumber("committed", entry.Committed);
            json.WriteString("checkpoint", entry.Checkpoint?.ToJson());
            if (entry.Events is { } events)
            {
                json.WriteString("key", events.Key);
                json.WriteString("sha256", events.Sha256);
                json.WriteNumber("events", events.Count);
                json.WriteBase64String("empty", events.Empty);
            }
            if (entry.Archive is { } archive)
                json.WriteString("archive", archive);
            json.WriteNumber("recent_count", entry.Uuids.Count);
            json.WriteBoolean("recent_is_complete", entry.Uuids.IsComplete);
            json.WriteStartArray("recent");
            foreach (var uuid in entry.Uuids.Added)
                json.WriteStringValue(uuid);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return compressed.ToArray();
    }

    /// <exception cref="CheckpointException">The entry is corrupt, or a later version wrote it.</exception>
    public static ChainEntry Read(string key, ReadOnlyMemory<byte> content)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(content.ToArray()), CompressionMode.Decompress);
            using var document = JsonDocument.Parse(gzip);
            var json = document.RootElement;
            if (json.GetProperty("version").GetInt32() > Version)
            {
                throw new CheckpointException(
                    CheckpointFailure.TooNew, $"A later version of the library wrote the object '{key}'. Update the library.");
            }
            return new ChainEntry(
                json.GetProperty("number").GetInt64(),
                json.GetProperty("epoch").GetInt64(),
                json.GetProperty("written").GetDateTimeOffset(),
                json.GetProperty("committed").GetInt64(),
                json.GetProperty("checkpoint").GetString() is { } checkpoint ? Checkpoint.Parse(checkpoint) : null,
                json.TryGetProperty("key", out var name)
                    ? new EventsObject(
                        name.GetString()!, json.GetProperty("sha256").GetString()!, json.GetProperty("events").GetInt32(),
                        json.GetProperty("empty").GetBytesFromBase64())
                    : null,
                json.TryGetProperty("archive", out var archive) ? archive.GetString() : null,
                new UuidChange(
                    [.. json.GetProperty("recent").EnumerateArray().Select(uuid => uuid.GetString()!)],
                    json.GetProperty("recent_count").GetInt32(),
                    json.GetProperty("recent_is_complete").GetBoolean()));
        }
        catch (Exception e) when (
            e is JsonException or InvalidDataException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new CheckpointException(
                CheckpointFailure.Corrupt, $"The object '{key}' was changed. Restore it, or use another prefix.", e);
        }
    }
}
