using System.Runtime.InteropServices;
using System.Text.Json;
using OnePassword.Events.Formats;
using OnePassword.Events.Json;

namespace OnePassword.Events.Destinations.Syslog;

/// <summary>The fields of an event.</summary>
internal sealed class EventFields : IDisposable
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 65_536 };

    private readonly JsonDocument _document;

    private EventFields(JsonDocument document) => _document = document;

    public static EventFields Parse(in RawEvent rawEvent) => new(JsonDocument.Parse(rawEvent.Json, Deep));

    /// <summary>Gets the text of a field, such as <c>session.ip</c>, or the digits of a number; null for anything else.</summary>
    public string? this[string path]
    {
        get
        {
            var value = _document.RootElement;
            foreach (var name in path.Split('.'))
            {
                if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
                    return null;
            }
            var raw = JsonMarshal.GetRawUtf8Value(value);
            return value.ValueKind switch
            {
                JsonValueKind.String when raw.Length > 2 => WireText.Of(raw[1..^1], raw.Contains((byte)'\\')),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            };
        }
    }

    /// <summary>Gets the action, or the category of a sign-in; null if it is missing.</summary>
    public string? Code(EventOrigin origin) => this[origin.Feed == FeedNames.SignInAttempts ? "category" : "action"];

    /// <summary>Gets whether a sign-in succeeded; null for other events.</summary>
    public bool? IsSuccess(EventOrigin origin) =>
        origin.Feed == FeedNames.SignInAttempts ? EventSeverities.IsSuccess(Code(origin)) : null;

    public void Dispose() => _document.Dispose();
}
