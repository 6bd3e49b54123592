using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using OnePassword.Events.Json;

namespace OnePassword.Events;

/// <summary>
/// Reads and writes a time or an open enum with System.Text.Json, also as the key of a dictionary. Programs do not refer to it:
/// the types do.
/// </summary>
/// <typeparam name="T">The time or the open enum.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TextJsonConverter<T> : JsonConverter<T>
    where T : struct
{
    private static readonly IWireText<T> Parser = (IWireText<T>)(object)default(T);

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Parse(reader) : throw new JsonException("Expected a JSON string.");

    /// <inheritdoc/>
    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Text(value));

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(Text(value));

    private static string Text(T value) => ((IWireText<T>)(object)value).Text;

    private static T Parse(in Utf8JsonReader reader) =>
        Parser.TryParse(WireText.Of(reader), out var value) ? value : throw new JsonException("Expected an RFC 3339 time.");
}
