using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Newtonsoft.Json;

namespace OnePassword.Events.Json;

/// <summary>Copies JSON between the readers and writers of Newtonsoft.Json and those of System.Text.Json.</summary>
internal static class NewtonsoftTokens
{
    // The values were validated before, perhaps with other options and at another depth.
    private static readonly JsonReaderOptions Options = new()
    {
        MaxDepth = 1_024,
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Writes a JSON text.</summary>
    public static void Write(ReadOnlySpan<byte> json, JsonWriter writer)
    {
        var reader = new Utf8JsonReader(json, Options);
        reader.Read();
        Write(ref reader, writer);
    }

    /// <summary>Writes the value that a reader is on, without its comments.</summary>
    /// <exception cref="JsonSerializationException">The JSON ends within the value, or is malformed.</exception>
    public static void Write(JsonReader reader, Utf8JsonWriter writer)
    {
        var depth = 0;
        do
        {
            depth += reader.TokenType switch
            {
                JsonToken.StartObject or JsonToken.StartArray => 1,
                JsonToken.EndObject or JsonToken.EndArray => -1,
                _ => 0,
            };
            WriteToken(reader, writer);
        }
        while (depth > 0 && reader.Read());
        if (depth > 0)
            throw new JsonSerializationException($"The JSON ends unexpectedly at '{reader.Path}'.");
    }

    /// <summary>Returns the string that a reader is on; null if the reader is not on one.</summary>
    /// <remarks>Depending on the settings of the user, Newtonsoft.Json has parsed a string that looks like a date.</remarks>
    public static string? Text(JsonReader reader) => (reader.TokenType, reader.Value) switch
    {
        (JsonToken.String, var text) => (string?)text,
        (JsonToken.Date, DateTimeOffset time) => new EventTime(time).Text,
        (JsonToken.Date, DateTime { Kind: DateTimeKind.Unspecified } time) =>
            time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        (JsonToken.Date, DateTime time) => new EventTime(new DateTimeOffset(time.ToUniversalTime())).Text,
        _ => null,
    };

    private static void Write(ref Utf8JsonReader reader, JsonWriter writer)
    {
        var depth = reader.CurrentDepth;
        do
            WriteToken(reader, writer);
        while (reader.CurrentDepth + (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? 1 : 0) > depth
            && reader.Read());
    }

    private static void WriteToken(in Utf8JsonReader reader, JsonWriter writer)
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
                writer.WriteValue(WireText.Of(reader));
                break;
            case JsonTokenType.Number when writer is JsonTextWriter && double.IsInfinity(WireNumber.ToDouble(reader.ValueSpan)):
                writer.WriteRawValue(Encoding.ASCII.GetString(reader.ValueSpan)); // Otherwise it becomes the string "Infinity".
                break;
            case JsonTokenType.Number:
                writer.WriteValue(WireNumber.ToObject(reader.ValueSpan));
                break;
            case JsonTokenType.Null:
                writer.WriteNull();
                break;
            default:
                writer.WriteValue(reader.TokenType == JsonTokenType.True);
                break;
        }
    }

    private static void WriteToken(JsonReader reader, Utf8JsonWriter writer)
    {
        switch (reader.TokenType)
        {
            case JsonToken.StartObject:
                writer.WriteStartObject();
                break;
            case JsonToken.EndObject:
                writer.WriteEndObject();
                break;
            case JsonToken.StartArray:
                writer.WriteStartArray();
                break;
            case JsonToken.EndArray:
                writer.WriteEndArray();
                break;
            case JsonToken.PropertyName:
                writer.WritePropertyName((string)reader.Value!);
                break;
            case JsonToken.String or JsonToken.Date:
                writer.WriteStringValue(Text(reader));
                break;
            case JsonToken.Integer when reader.Value is BigInteger or ulong:
                writer.WriteRawValue(Convert.ToString(reader.Value, CultureInfo.InvariantCulture)!, skipInputValidation: true);
                break;
            case JsonToken.Integer:
                writer.WriteNumberValue(Convert.ToInt64(reader.Value, CultureInfo.InvariantCulture));
                break;
            case JsonToken.Float:
                WireNumber.Write(writer, Convert.ToDouble(reader.Value, CultureInfo.InvariantCulture));
                break;
            case JsonToken.Boolean:
                writer.WriteBooleanValue((bool)reader.Value!);
                break;
            case JsonToken.Null or JsonToken.Undefined:
                writer.WriteNullValue();
                break;
            case JsonToken.Bytes:
                writer.WriteBase64StringValue((byte[])reader.Value!);
                break;
            case JsonToken.Raw:
                writer.WriteRawValue((string)reader.Value!);
                break;
            case JsonToken.Comment:
                break;
            default:
                throw new JsonSerializationException($"The JSON has an unexpected {reader.TokenType} at '{reader.Path}'.");
        }
    }
}
