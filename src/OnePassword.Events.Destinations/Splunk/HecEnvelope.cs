using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using OnePassword.Events.Destinations.Feeds;

namespace OnePassword.Events.Destinations.Splunk;

/// <summary>The object around an event that HEC receives.</summary>
internal sealed class HecEnvelope(SplunkOptions options)
{
    private static readonly JsonWriterOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // All events of a page have one origin.
    private readonly ConditionalWeakTable<EventOrigin, byte[]> _openings = [];

    public void Write(in RawEvent rawEvent, EventOrigin origin, IBufferWriter<byte> output)
    {
        output.Write(_openings.GetValue(origin, Opening));
        if (rawEvent.Timestamp is { } time)
            HecTime.Write(time, output);
        output.Write(",\"event\":"u8);
        options.Format.Write(rawEvent, origin, output);
        output.Write("}\n"u8);
    }

    /// <summary>Returns the source type of a feed in the official add-on, whose dashboards depend on it.</summary>
    public static string SourceType(string feed) => $"1password:insights:{FeedDataset.Of(feed) ?? feed}";

    /// <summary>Returns the index of a feed; null for the default index of the token.</summary>
    public string? IndexOf(string feed) =>
        options.FeedIndexes.GetValueOrDefault(feed) ?? options.Index;

    // The object is not closed yet.
    private byte[] Opening(EventOrigin origin)
    {
        var opening = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(opening, Legible))
        {
            json.WriteStartObject();
            json.WriteString("sourcetype", SourceType(origin.Feed));
            WriteIfKnown(json, "host", options.Host ?? origin.Host);
            WriteIfKnown(json, "source", options.Source ?? origin.Account);
            WriteIfKnown(json, "index", IndexOf(origin.Feed));
            if (options.IndexedFields)
            {
                json.WriteStartObject("fields");
                WriteIfKnown(json, "account_uuid", origin.AccountUuid);
                json.WriteString("api_version", origin.ApiVersion);
                json.WriteEndObject();
            }
        }
        return opening.WrittenSpan.ToArray();
    }

    private static void WriteIfKnown(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
