using System.Buffers;
using System.Text.Json;

namespace OnePassword.Events.ObjectStorage.Chain;

/// <summary>
/// The latest position that an owner has written to a small object, which it replaces. It says that the entry is complete, and
/// which cursor follows it. It is a cache: without it, a load takes longer and reads empty pages again.
/// </summary>
/// <param name="Number">The number of the last entry. The position is outdated if there is a later one.</param>
/// <param name="Checkpoint">The checkpoint, without uuids.</param>
internal sealed record LatestPosition(long Number, Checkpoint Checkpoint)
{
    private const int Version = 1;

    public byte[] ToBytes()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteNumber("number", Number);
            json.WriteString("checkpoint", Checkpoint.ToJson());
            json.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Returns the position; null if the content is not one of this version.</summary>
    public static LatestPosition? TryParse(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            var json = document.RootElement;
            return json.GetProperty("version").GetInt32() != Version ? null : new LatestPosition(
                json.GetProperty("number").GetInt64(), Checkpoint.Parse(json.GetProperty("checkpoint").GetString() ?? ""));
        }
        catch (Exception e) when (
            e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or CheckpointException)
        {
            return null;
        }
    }
}
