using System.Text.Encodings.Web;
using System.Text.Json;

namespace OnePassword.Events.Formats;

/// <summary>How the formats write JSON.</summary>
internal static class FormatWriter
{
    /// <summary>Names stay legible: a line is never part of a web page.</summary>
    public static JsonWriterOptions Options { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Writes a value as it was sent, and removes it from the rest.</summary>
    public static void Move(this Utf8JsonWriter json, ReadOnlySpan<byte> name, JsonField field)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(field.Take().Raw, skipInputValidation: true);
    }

    /// <summary>Writes a value as it was sent, and removes it from the rest, if it is a string that is not empty.</summary>
    public static void MoveText(this Utf8JsonWriter json, ReadOnlySpan<byte> name, JsonField field)
    {
        if (field.IsText)
            json.Move(name, field);
    }

    /// <summary>Writes a value as it was sent. It stays in the rest.</summary>
    public static void Copy(this Utf8JsonWriter json, ReadOnlySpan<byte> name, JsonField field)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(field.Raw, skipInputValidation: true);
    }

    /// <summary>Writes a value as it was sent, if it is a string that is not empty. It stays in the rest.</summary>
    public static void CopyText(this Utf8JsonWriter json, ReadOnlySpan<byte> name, JsonField field)
    {
        if (field.IsText)
            json.Copy(name, field);
    }
}
