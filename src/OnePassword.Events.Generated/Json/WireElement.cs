using System.Runtime.InteropServices;
using System.Text.Json;

namespace OnePassword.Events.Json;

/// <summary>Reads and writes the values of unknown fields.</summary>
internal static class WireElement
{
    private const int MaxDepth = 1_024;

    // The values were validated before, perhaps with other options and at another depth.
    private static readonly JsonReaderOptions Options = new()
    {
        MaxDepth = MaxDepth,
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Returns the fields of a JSON object. If a name repeats, its last value counts.</summary>
    public static Dictionary<string, JsonElement> Fields(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, Options);
        var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = WireText.Of(reader);
            reader.Read();
            using var value = new PooledBuffer();
            using (var writer = new Utf8JsonWriter(value, WireWriter.Options))
                Write(ref reader, writer);
            fields[name] = JsonElement.Parse(value.Written, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        return fields;
    }

    /// <summary>Writes a value, even if it contains text that is not valid Unicode.</summary>
    public static void Write(JsonElement element, Utf8JsonWriter writer)
    {
        var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(element), Options);
        reader.Read();
        Write(ref reader, writer);
    }

    private static void Write(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        var depth = reader.CurrentDepth;
        do
            WriteToken(reader, writer);
        while (reader.CurrentDepth + (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? 1 : 0) > depth
            && reader.Read());
    }

    private static void WriteToken(in Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            case JsonTokenType.PropertyName:
                writer.WritePropertyName(WireText.Of(reader));
                break;
            case JsonTokenType.String:
                writer.WriteStringValue(WireText.Of(reader));
                break;
            case JsonTokenType.Number:
                WireNumber.Write(writer, reader.ValueSpan);
                break;
            case JsonTokenType.Null:
                writer.WriteNullValue();
                break;
            default:
                writer.WriteBooleanValue(reader.TokenType == JsonTokenType.True);
                break;
        }
    }
}
