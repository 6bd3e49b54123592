using System.Buffers;
using System.Text;
using System.Text.Json;
using OnePassword.Events.Destinations.DeadLetters;

namespace OnePassword.Events.Cli.DeadLetters;

/// <summary>Shows a dead letter as a line of JSON: that of its file, and the output.</summary>
internal static class LetterJson
{
    public static string ToLine(StoredLetter stored)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line, DeadLetterJson.Legible))
        {
            json.WriteStartObject();
            json.WriteString("output", stored.Output);
            DeadLetterJson.Write(json, stored.Letter);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(line.WrittenSpan);
    }
}
