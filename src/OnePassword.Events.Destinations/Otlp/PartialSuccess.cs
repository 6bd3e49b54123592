using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OnePassword.Events.Destinations.Otlp;

/// <summary>The field partial_success of a response.</summary>
internal sealed record PartialSuccess(long Rejected, string Message)
{
    private static readonly PartialSuccess None = new(0, "");

    /// <summary>Parses a response in either encoding. No protobuf response starts with a brace.</summary>
    /// <returns>Null if it is not a response of OTLP.</returns>
    public static PartialSuccess? Parse(ReadOnlyMemory<byte> response)
    {
        var text = response.Span.TrimStart(" \t\r\n"u8);
        return text.IsEmpty ? None : text[0] == '{' ? ParseJson(response) : ParseProtobuf(response.Span);
    }

    private static PartialSuccess? ParseJson(ReadOnlyMemory<byte> response)
    {
        try
        {
            using var json = JsonDocument.Parse(response);
            if (!json.RootElement.TryGetProperty("partialSuccess", out var partial) || partial.ValueKind != JsonValueKind.Object)
                return None;
            var message = partial.TryGetProperty("errorMessage", out var text) ? text.GetString() ?? "" : "";
            return !partial.TryGetProperty("rejectedLogRecords", out var rejected) ? new PartialSuccess(0, message)
                : long.TryParse(rejected.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                    ? new PartialSuccess(count, message)
                    : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static PartialSuccess? ParseProtobuf(ReadOnlySpan<byte> response)
    {
        var result = None;
        var fields = new ProtobufReader(response);
        while (fields.Read())
        {
            if (fields.Field != 1)
                continue;
            var partial = new ProtobufReader(fields.Bytes);
            while (partial.Read())
            {
                result = partial.Field switch
                {
                    1 => result with { Rejected = (long)partial.Number },
                    2 => result with { Message = Encoding.UTF8.GetString(partial.Bytes) },
                    _ => result,
                };
            }
            if (partial.IsMalformed)
                return null;
        }
        return fields.IsMalformed ? null : result;
    }
}
