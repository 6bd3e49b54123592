using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OnePassword.Events.Cli.Output;

/// <summary>The object around an event that names its feed and, for followed events, its source.</summary>
internal sealed record Envelope(string Feed, Envelope.EventSource? Source = null)
{
    // Names stay legible: a line is never part of a web page.
    private static readonly JsonWriterOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns the envelope up to the event. The object is not closed yet.</summary>
    public ReadOnlySpan<byte> Opening(DateTimeOffset readAt)
    {
        var opening = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(opening, Legible))
        {
            json.WriteStartObject();
            if (Source is not null)
                json.WriteString("account", Source.Account);
            json.WriteString("feed", Feed);
            if (Source is not null)
            {
                json.WriteString("region", Source.Region);
                json.WriteString("read_at", readAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            }
            json.WritePropertyName("event");
        }
        return opening.WrittenSpan;
    }

    /// <summary>The account, null if it has no name, and the host that served the event.</summary>
    internal sealed record EventSource(string? Account, string Region);
}
