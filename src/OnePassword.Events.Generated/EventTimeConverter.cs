using Newtonsoft.Json;

namespace OnePassword.Events;

/// <summary>Reads and writes an <see cref="EventTime"/> that stands outside of our DTOs, in a type of the user's.</summary>
internal sealed class EventTimeConverter : JsonConverter
{
    public override bool CanConvert(Type objectType) => objectType == typeof(EventTime) || objectType == typeof(EventTime?);

    public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer)
    {
        if (reader.TokenType == JsonToken.Null && objectType == typeof(EventTime?))
            return null;
        return WireValue.TryTime(reader, out var time)
            ? time
            : throw new JsonSerializationException($"A time in RFC 3339 form was expected at '{reader.Path}'.");
    }

    public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer) =>
        writer.WriteValue(((EventTime?)value)?.Text);
}
