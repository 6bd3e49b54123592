using System.Text.Json;

namespace OnePassword.Events.Redaction;

/// <summary>
/// Finds what the server says in an error's body, in either documented form; anything else (a proxy's page, plain text) says
/// nothing that could be shown.
/// </summary>
internal static class ServerMessage
{
    private const int MaxLength = 200;

    // What follows cannot be shown, and is not worth the time to look through.
    private const int MaxRead = 4_096;

    public static string? Find(ReadOnlySpan<byte> body, TokenRedaction? sent)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            if (!JsonElement.TryParseValue(ref reader, out var parsed) || parsed is not { ValueKind: JsonValueKind.Object } answer)
                return null;
            var said = answer.TryGetProperty("Error", out var error) && error.ValueKind == JsonValueKind.Object
                ? Text(error, "Message")
                : null;
            return Without(sent, said ?? Text(answer, "message"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // The latter: text that is not valid UTF-8.
        {
            return null;
        }
    }

    // A server, or a proxy before it, may quote what it was sent.
    private static string? Without(TokenRedaction? sent, string? message)
    {
        var text = message is null ? null : SafeText.Line(message.Length > MaxRead ? message[..MaxRead] : message, sent);
        return text?.Length > MaxLength ? text[..MaxLength] + "…" : text;
    }

    private static string? Text(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
            return null;
        return value.GetString() is { Length: > 0 } text ? text : null;
    }
}
