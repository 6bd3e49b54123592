using System.Text.Json;
using Newtonsoft.Json;

namespace OnePassword.Events.Json;

/// <summary>Reads and writes a DTO with Newtonsoft.Json. No setting of the user makes an event lose a field.</summary>
internal sealed class NewtonsoftObjectConverter<T> : JsonConverter
    where T : class, IWireObject<T>, new()
{
    private static readonly ReadObject<T> Read = new T().TryRead;

    public override bool CanConvert(Type objectType) => objectType == typeof(T);

    public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue,
        Newtonsoft.Json.JsonSerializer serializer)
    {
        if (reader.TokenType == JsonToken.Null)
            return null;
        if (reader.TokenType != JsonToken.StartObject)
            throw new JsonSerializationException($"Expected a JSON object at '{reader.Path}'.");

        // Parsed as a date, a string loses digits and its text. Parsed as a decimal, a large number fails.
        var path = reader.Path;
        var (dates, floats) = (reader.DateParseHandling, reader.FloatParseHandling);
        (reader.DateParseHandling, reader.FloatParseHandling) = (DateParseHandling.None, FloatParseHandling.Double);
        try
        {
            using var json = new PooledBuffer();
            using (var writer = new Utf8JsonWriter(json, WireWriter.Options))
                NewtonsoftTokens.Write(reader, writer);
            return WireReader.Parse(json.Written, Read);
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new JsonSerializationException($"The JSON object at '{path}' cannot be parsed. {e.Message}", e);
        }
        finally
        {
            (reader.DateParseHandling, reader.FloatParseHandling) = (dates, floats);
        }
    }

    public override void WriteJson(JsonWriter writer, object? value, Newtonsoft.Json.JsonSerializer serializer)
    {
        using var json = new PooledBuffer();
        WireWriter.Serialize((T)value!, json);
        NewtonsoftTokens.Write(json.Written, writer);
    }
}
