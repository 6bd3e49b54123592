using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using OnePassword.Events.Checkpoints;

namespace OnePassword.Events;

/// <summary>
/// Reads and writes the JSON of <see cref="Checkpoint.ToJson"/> with System.Text.Json. Programs do not refer to it:
/// <see cref="Checkpoint"/> does.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CheckpointJsonConverter : JsonConverter<Checkpoint>
{
    /// <inheritdoc/>
    /// <exception cref="CheckpointException">The JSON is corrupt, or a later version of the library wrote it.</exception>
    public override Checkpoint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return CheckpointJson.Parse(document.RootElement);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Checkpoint value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteRawValue(CheckpointJson.Of(value), skipInputValidation: true);
    }
}
