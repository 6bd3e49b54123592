using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OnePassword.Events.ObjectStorage.Parquet.Tests.Support;

/// <summary>The row of an event: its OCSF, with texts in place of the values whose type OCSF does not define.</summary>
internal static class ExpectedRow
{
    public static JsonObject Of(RawEvent one, EventOrigin origin)
    {
        var output = new ArrayBufferWriter<byte>();
        EventFormat.Ocsf.Write(one, origin, output);
        return ToNode(JsonElement.Parse(output.WrittenSpan));
    }

    // The reader returns null for an empty list.
    private static JsonObject ToNode(JsonElement json) => new(json.EnumerateObject().Where(IsNotEmpty).Select(member => KeyValuePair.Create(
        member.Name,
        member.Name switch
        {
            "unmapped" => new JsonObject(member.Value.EnumerateObject().Select(field => KeyValuePair.Create<string, JsonNode?>(field.Name, Text(field.Value)))),
            "data" => JsonValue.Create(member.Value.GetRawText()),
            _ => ToNodeOfAny(member.Value),
        })));

    private static bool IsNotEmpty(JsonProperty member) =>
        member.Value.ValueKind != JsonValueKind.Array || member.Value.GetArrayLength() > 0;

    private static JsonNode? ToNodeOfAny(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => ToNode(json),
        JsonValueKind.Array => new JsonArray([.. json.EnumerateArray().Select(ToNodeOfAny)]),
        _ => JsonNode.Parse(json.GetRawText()),
    };

    private static JsonValue? Text(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => JsonValue.Create(json.GetString()),
        _ => JsonValue.Create(json.GetRawText()),
    };
}
