using System.Buffers;
using System.Text;
using System.Text.Json;

namespace OnePassword.Events.Tests.Formats;

/// <summary>Writes single events in a format.</summary>
internal static class Formatted
{
    public static EventOrigin Origin { get; } = new()
    {
        Account = "acme",
        AccountUuid = "M4E2SWNZAZFTRGQGDNS2E5A4MU",
        Feed = FeedNames.AuditEvents,
        Host = "events.1password.eu",
        ReadAt = new DateTimeOffset(2026, 1, 31, 1, 0, 0, TimeSpan.FromHours(1)),
    };

    public static ArrayBufferWriter<byte> NewOutput() => new();

    public static string Text(EventFormat format, string json, EventOrigin? origin = null) =>
        Text(format, RawEvent.Parse(Encoding.UTF8.GetBytes(json)), origin);

    public static JsonElement Json(EventFormat format, string json, EventOrigin? origin = null) =>
        JsonElement.Parse(Text(format, json, origin));

    public static JsonElement Json(EventFormat format, in RawEvent @event, EventOrigin? origin = null) =>
        JsonElement.Parse(Text(format, @event, origin));

    public static string Text(EventFormat format, in RawEvent @event, EventOrigin? origin = null)
    {
        var output = NewOutput();
        format.Write(@event, origin ?? Origin, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
