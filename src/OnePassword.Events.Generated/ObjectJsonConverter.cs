using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using OnePassword.Events.Json;

namespace OnePassword.Events;

/// <summary>
/// Reads and writes a DTO with System.Text.Json, independent of its options. Programs do not refer to it: the DTOs do.
/// </summary>
/// <typeparam name="T">The DTO.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ObjectJsonConverter<T> : JsonConverter<T>
    where T : class, new()
{
    private static readonly ReadObject<T> ReadObject = ((IWireObject<T>)new T()).TryRead;

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("Expected a JSON object.");

        var start = reader;
        if (start.Position.GetObject() is not null)
        {
            // The JSON is a sequence of several parts. This copies it into one.
            using var copy = JsonDocument.ParseValue(ref reader);
            return WireReader.Parse(JsonMarshal.GetRawUtf8Value(copy.RootElement), ReadObject, start.CurrentState.Options);
        }
        if (!reader.TrySkip())
            throw new JsonException("The JSON ends within an object.");
        // The buffer has only one part, so the object continues behind its first byte.
        var length = (int)(reader.BytesConsumed - start.TokenStartIndex);
        var json = MemoryMarshal.CreateReadOnlySpan(in start.ValueSpan[0], length);
        return WireReader.Parse(json, ReadObject, start.CurrentState.Options);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        ((IWireObject)value).Write(writer);
}
