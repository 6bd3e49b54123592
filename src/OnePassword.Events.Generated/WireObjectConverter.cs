using Newtonsoft.Json;

namespace OnePassword.Events;

/// <summary>
/// Reads and writes every generated DTO, for the client and for anyone who uses Newtonsoft.Json with its own settings: no
/// setting of theirs makes an event lose a field, or a page an event.
/// </summary>
internal sealed class WireObjectConverter : JsonConverter
{
    public override bool CanConvert(Type objectType) => IsDefined(objectType);

    public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer)
    {
        if (reader.TokenType == JsonToken.Null)
            return null;
        if (reader.TokenType != JsonToken.StartObject)
            throw new JsonSerializationException($"A JSON object was expected at '{reader.Path}'.");

        // Parsed as a date, a string would lose the digits below 100 ns, and an unknown one its very text.
        // Parsed as a decimal, a number beyond its range would cost the page.
        var (dates, floats) = (reader.DateParseHandling, reader.FloatParseHandling);
        (reader.DateParseHandling, reader.FloatParseHandling) = (DateParseHandling.None, FloatParseHandling.Double);
        try
        {
            return WireShape.Of(objectType).Read(reader);
        }
        finally
        {
            (reader.DateParseHandling, reader.FloatParseHandling) = (dates, floats);
        }
    }

    public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer)
    {
        if (value is null)
            writer.WriteNull();
        else
            WireShape.Of(value.GetType()).Write(writer, value);
    }

    private static bool IsDefined(Type type) =>
        Attribute.GetCustomAttribute(type, typeof(JsonConverterAttribute)) is JsonConverterAttribute { ConverterType: var converter }
        && converter == typeof(WireObjectConverter);
}
