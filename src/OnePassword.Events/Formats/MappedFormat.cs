using System.Buffers;
using System.Text.Json;

namespace OnePassword.Events.Formats;

/// <summary>A format that maps the values of an event to other fields, and keeps the rest.</summary>
internal abstract class MappedFormat(string name) : EventFormat(name)
{
    [ThreadStatic]
    private static EventDocument? _document;

    [ThreadStatic]
    private static Utf8JsonWriter? _json;

    private protected override void WriteCore(in RawEvent @event, EventOrigin origin, IBufferWriter<byte> output)
    {
        var (document, json) = (_document ??= new EventDocument(), _json ??= new Utf8JsonWriter(output, FormatWriter.Options));
        document.Load(@event);
        json.Reset(output);
        json.WriteStartObject();
        Map(document, origin, json);
        json.WriteEndObject();
        json.Flush();
        json.Reset(Stream.Null); // Keeps the output no longer than necessary.
    }

    /// <summary>Writes the members of the object.</summary>
    private protected abstract void Map(EventDocument document, EventOrigin origin, Utf8JsonWriter json);
}
