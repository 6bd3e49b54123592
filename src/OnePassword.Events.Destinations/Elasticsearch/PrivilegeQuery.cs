using System.Buffers;
using System.Text.Json;

namespace OnePassword.Events.Destinations.Elasticsearch;

/// <summary>The request for the privileges of the credentials, which every user can send.</summary>
internal static class PrivilegeQuery
{
    public static ReadOnlyMemory<byte> Write(IReadOnlyList<string> names, IReadOnlyList<string> privileges)
    {
        var query = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(query);
        json.WriteStartObject();
        json.WriteStartArray("index"u8);
        json.WriteStartObject();
        WriteList(json, "names", names);
        WriteList(json, "privileges", privileges);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return query.WrittenMemory;
    }

    /// <summary>Returns the missing privileges, such as <c>'read' on logs-a</c>.</summary>
    public static List<string> Missing(JsonElement response)
    {
        if (response.ValueKind != JsonValueKind.Object || !response.TryGetProperty("index", out var indices))
            return ["a response that lists privileges"];
        return
        [
            .. from index in indices.EnumerateObject()
               let missing = index.Value.EnumerateObject().Where(privilege => privilege.Value.ValueKind != JsonValueKind.True)
                   .Select(privilege => $"'{privilege.Name}'").ToList()
               where missing.Count > 0
               select $"{string.Join(", ", missing)} on {index.Name}",
        ];
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
