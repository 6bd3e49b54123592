using System.Globalization;
using System.Text.Json;
using OnePassword.Events.Json;

namespace OnePassword.Events.Destinations.Sentinel;

/// <summary>Writes the value of a field to its column.</summary>
internal static class FieldValue
{
    /// <summary>The service cuts longer values, without an error. Its limit is 64 KB.</summary>
    public const int MaxLength = 64_000;

    /// <returns>False if the column cannot hold the value.</returns>
    public static bool TryWrite(Utf8JsonWriter row, Column column, JsonTokenType type, ReadOnlySpan<byte> value)
    {
        if (value.Length > MaxLength)
            return false;
        switch (column.Type)
        {
            case ColumnType.Integer:
                if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                    return false;
                row.WriteNumber(column.Name, number);
                return true;
            case ColumnType.Text when type != JsonTokenType.String:
                row.WriteString(column.Name, value);
                return true;
            default:
                row.WritePropertyName(column.Name);
                Copy(row, value);
                return true;
        }
    }

    // Some JSON parsers reject U+0000 and unpaired surrogates, which only escapes can express. The original has them.
    private static void Copy(Utf8JsonWriter row, ReadOnlySpan<byte> value)
    {
        if (value.IndexOf("\\u"u8) < 0)
        {
            row.WriteRawValue(value, skipInputValidation: true);
            return;
        }
        var reader = new Utf8JsonReader(value, SentinelRow.ReaderOptions);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    row.WriteStartObject();
                    break;
                case JsonTokenType.EndObject:
                    row.WriteEndObject();
                    break;
                case JsonTokenType.StartArray:
                    row.WriteStartArray();
                    break;
                case JsonTokenType.EndArray:
                    row.WriteEndArray();
                    break;
                case JsonTokenType.PropertyName:
                    row.WritePropertyName(Text(reader));
                    break;
                case JsonTokenType.String:
                    row.WriteStringValue(Text(reader));
                    break;
                default:
                    row.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                    break;
            }
        }
    }

    private static string Text(in Utf8JsonReader reader) => WireText.Of(reader).Replace('\0', '\uFFFD');
}
