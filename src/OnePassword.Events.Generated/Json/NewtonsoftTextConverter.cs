using Newtonsoft.Json;

namespace OnePassword.Events.Json;

/// <summary>Reads and writes a time or an open enum with Newtonsoft.Json.</summary>
internal sealed class NewtonsoftTextConverter<T> : JsonConverter
    where T : struct, IWireText<T>
{
    public override bool CanConvert(Type objectType) => objectType == typeof(T) || objectType == typeof(T?);

    public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer)
    {
        if (reader.TokenType == JsonToken.Null && objectType == typeof(T?))
            return null;
        if (NewtonsoftTokens.Text(reader) is not { } text)
            throw new JsonSerializationException($"Expected a JSON string at '{reader.Path}'.");
        return default(T).TryParse(text, out var value)
            ? value
            : throw new JsonSerializationException($"Expected an RFC 3339 time at '{reader.Path}'.");
    }

    public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer) =>
        writer.WriteValue(((T?)value)?.Text);
}
