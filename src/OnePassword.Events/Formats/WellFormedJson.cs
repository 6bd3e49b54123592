using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using OnePassword.Events.Reading;

namespace OnePassword.Events.Formats;

/// <summary>
/// Replaces what strict parsers reject, although JSON allows it: bytes that are not UTF-8, and escapes of unpaired surrogates.
/// </summary>
internal static class WellFormedJson
{
    private static readonly JsonWriterOptions Options = FormatWriter.Options with { MaxDepth = int.MaxValue };

    /// <summary>Returns whether a text may need a replacement.</summary>
    public static bool IsSuspect(ReadOnlySpan<byte> json) =>
        !Utf8.IsValid(json) || json.IndexOf("\\ud"u8) >= 0 || json.IndexOf("\\uD"u8) >= 0;

    /// <summary>Writes a text with U+FFFD in place of invalid Unicode. Names and strings have no unnecessary escapes.</summary>
    public static void Rewrite(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        var reader = new Utf8JsonReader(text, RawEventParser.Options);
        using var json = new Utf8JsonWriter(output, Options);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject: json.WriteStartObject(); break;
                case JsonTokenType.EndObject: json.WriteEndObject(); break;
                case JsonTokenType.StartArray: json.WriteStartArray(); break;
                case JsonTokenType.EndArray: json.WriteEndArray(); break;
                case JsonTokenType.PropertyName: json.WritePropertyName(WireText.Of(reader)); break;
                case JsonTokenType.String: json.WriteStringValue(WireText.Of(reader)); break;
                default: json.WriteRawValue(reader.ValueSpan, skipInputValidation: true); break;
            }
        }
    }
}
