using System.Buffers;
using System.Text.Json;
using Newtonsoft.Json;

namespace OnePassword.Events.Checkpoints;

/// <summary>Reads and writes the JSON of <see cref="Checkpoint.ToJson"/> with Newtonsoft.Json.</summary>
internal sealed class NewtonsoftCheckpointConverter : JsonConverter<Checkpoint>
{
    public override void WriteJson(JsonWriter writer, Checkpoint? value, Newtonsoft.Json.JsonSerializer serializer)
    {
        if (value is null)
            writer.WriteNull();
        else
            NewtonsoftTokens.Write(CheckpointFormat.Write(value), writer);
    }

    /// <exception cref="CheckpointException">The JSON is corrupt, or a later version wrote it.</exception>
    public override Checkpoint? ReadJson(
        JsonReader reader, Type objectType, Checkpoint? existingValue, bool hasExistingValue,
        Newtonsoft.Json.JsonSerializer serializer)
    {
        if (reader.TokenType == JsonToken.Null)
            return null;
        var dates = reader.DateParseHandling;
        reader.DateParseHandling = DateParseHandling.None; // Otherwise a time loses its offset and digits.
        try
        {
            var json = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(json))
                NewtonsoftTokens.Write(reader, writer);
            using var document = JsonDocument.Parse(json.WrittenMemory);
            return CheckpointJson.Parse(document.RootElement);
        }
        finally
        {
            reader.DateParseHandling = dates;
        }
    }
}
