using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;

namespace OnePassword.Events.Kafka.Storage;

/// <summary>
/// The records of a checkpoint. The record <c>NAME</c> has the checkpoint without identifiers and, as a header, their number. The
/// records <c>NAME#1</c>, <c>NAME#2</c> and so on have the identifiers, as JSON arrays.
/// </summary>
internal static class CheckpointRecord
{
    private const char Separator = '#';
    private const string CountHeader = "recent";

    public static Message<byte[]?, byte[]?> Of(string key, Checkpoint checkpoint) => new()
    {
        Key = Encoding.UTF8.GetBytes(key),
        Value = Encoding.UTF8.GetBytes((checkpoint with { RecentUuids = [] }).ToJson()),
        Headers = new()
        {
            { CountHeader, Encoding.UTF8.GetBytes(checkpoint.RecentUuids.Count.ToString(CultureInfo.InvariantCulture)) },
        },
    };

    /// <summary>Returns a record of identifiers. Without any, compaction removes the record.</summary>
    public static Message<byte[]?, byte[]?> OfKeys(string key, long number, IReadOnlyList<string>? keys) => new()
    {
        Key = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{key}{Separator}{number}")),
        Value = keys is null ? null : Json(keys),
    };

    /// <summary>Returns the number of a record of identifiers, or null.</summary>
    public static long? NumberOf(string recordKey, string key) =>
        recordKey.Length > key.Length + 1 && recordKey[key.Length] == Separator
            && recordKey.StartsWith(key, StringComparison.Ordinal)
            && long.TryParse(recordKey.AsSpan(key.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>Returns how many identifiers belong to the checkpoint.</summary>
    public static int CountOf(Headers headers) =>
        headers.TryGetLastBytes(CountHeader, out var text)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : 0;

    /// <exception cref="JsonException">The value is not an array of strings.</exception>
    public static IReadOnlyList<string> KeysOf(byte[] value)
    {
        var reader = new Utf8JsonReader(value);
        var keys = new List<string>();
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String)
                keys.Add(reader.GetString()!);
        }
        return keys;
    }

    private static byte[] Json(IReadOnlyList<string> keys)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartArray();
            foreach (var key in keys)
                json.WriteStringValue(key);
            json.WriteEndArray();
        }
        return bytes.WrittenSpan.ToArray();
    }
}
