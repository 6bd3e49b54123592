using System.Collections;
using System.Text.Json.Nodes;
using Parquet.Serialization;

namespace OnePassword.Events.ObjectStorage.Parquet.Tests.Support;

/// <summary>Reads the rows of a Parquet file as JSON. An attribute that is null in the file is missing in the JSON.</summary>
internal static class ParquetRows
{
    public static async Task<IReadOnlyList<JsonObject>> ReadAsync(byte[] file)
    {
        var rows = await ParquetSerializer.DeserializeUntypedAsync(new MemoryStream(file));
        return [.. rows.Data.Select(row => (JsonObject)ToNode(row)!)];
    }

    private static JsonNode? ToNode(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        ReadOnlyMemory<char> text => JsonValue.Create(text.ToString()),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        bool boolean => JsonValue.Create(boolean),
        IDictionary<string, object?> members => new JsonObject(
            members.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Key, ToNode(member.Value)))),
        IDictionary map => new JsonObject(
            map.Keys.Cast<object>().Select(key => KeyValuePair.Create(key.ToString()!, ToNode(map[key])))),
        IEnumerable items => new JsonArray([.. items.Cast<object?>().Select(ToNode)]),
        _ => throw new AssertionException($"The file has a {value.GetType()}."),
    };
}
