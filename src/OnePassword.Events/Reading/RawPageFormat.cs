using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace OnePassword.Events.Reading;

/// <summary>Pages of events as the server sent them.</summary>
internal sealed class RawPageFormat : PageFormat<RawEventPage, RawEvent>
{
    public override bool HasChecksums => true;

    public override IReadOnlyList<RawEvent> EventsOf(RawEventPage page) => page.Items;

    public override EventTime? TimestampOf(RawEvent @event) => @event.Timestamp;

    public override DateTimeOffset? TimeOf(RawEvent @event) => @event.TryGetTimestamp(out var time) ? time : null;

    public override string? UuidOf(RawEvent @event) => EventIdentity.Of(@event.Uuid);

    public override uint? ChecksumOf(RawEvent @event) => Checksum.Of(@event.Json.Span);

    public override string KeyOf(RawEvent @event) => UuidOf(@event) ?? WholeOf(@event.Json.Span);

    public override RawEventPage With(RawEventPage page, IReadOnlyList<RawEvent> events, bool hasMore, ReadPosition? position) =>
        page.With(events, hasMore, position);

    // In a string, all invalid bytes are the same character. Their checksum distinguishes them.
    private static string WholeOf(ReadOnlySpan<byte> json)
    {
        var text = Encoding.UTF8.GetString(json);
        return Utf8.IsValid(json) ? text : string.Create(CultureInfo.InvariantCulture, $"{text}#{Checksum.Of(json):x8}");
    }
}
