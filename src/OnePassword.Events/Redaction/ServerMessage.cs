using System.Text.Json;

namespace OnePassword.Events.Redaction;

/// <summary>
/// Finds the message in the body of an error, in either documented form. Other bodies, such as the page of a proxy, are never
/// shown.
/// </summary>
internal static class ServerMessage
{
    private const int MaxLength = 200;

    // Characters that are searched for the token. At most MaxLength of them are shown.
    private const int MaxSearched = 4_096;

    public static string? Find(ReadOnlySpan<byte> body, TokenRedaction? sent)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            if (!JsonElement.TryParseValue(ref reader, out var value)
                || value is not { ValueKind: JsonValueKind.Object } response)
            {
                return null;
            }
            var message = response.TryGetProperty("Error", out var error) && error.ValueKind == JsonValueKind.Object
                ? Text(error, "Message")
                : null;
            return Without(sent, message ?? Text(response, "message"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // The latter: text that is not valid UTF-8.
        {
            return null;
        }
    }

    // The server or a proxy may quote the request, including the token.
    private static string? Without(TokenRedaction? sent, string? message)
    {
        var text = message is null ? null : SafeText.Line(message.Length > MaxSearched ? message[..MaxSearched] : message, sent);
        return text?.Length > MaxLength ? text[..MaxLength] + "…" : text;
    }

    private static string? Text(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
            return null;
        return value.GetString() is { Length: > 0 } text ? text : null;
    }
}
