using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using OnePassword.Events.Cli.Output;

namespace OnePassword.Events.Cli.Follow;

/// <summary>ConcurrencyLimiter the events of a page into lines; without an envelope, into bare ones.</summary>
internal sealed class FollowLines(FollowEnvelope? envelope)
{
    // Names stay legible; no line is ever part of a web page.
    private static readonly JsonWriterOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly EventLineWriter _lines = new();

    /// <returns>The lines, until the next call.</returns>
    public ReadOnlyMemory<byte> Write(IReadOnlyList<RawEvent> events, DateTimeOffset readAt) =>
        _lines.Write(events, envelope is null ? [] : Opening(envelope, readAt));

    private static ReadOnlySpan<byte> Opening(FollowEnvelope envelope, DateTimeOffset readAt)
    {
        var opening = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(opening, Legible))
        {
            json.WriteStartObject();
            json.WriteString("account", envelope.Account);
            json.WriteString("feed", envelope.Feed);
            json.WriteString("region", envelope.Region);
            json.WriteString("read_at", readAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            json.WritePropertyName("event");
        }
        return opening.WrittenSpan;
    }
}
