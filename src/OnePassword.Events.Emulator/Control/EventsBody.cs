using System.Text.Json;
using OnePassword.Events.Emulator.Events;

namespace OnePassword.Events.Emulator.Control;

/// <summary>Cuts events out of a body byte for byte, and checks what every event must have.</summary>
internal static class EventsBody
{
    /// <summary>Reads <c>{ "feed": "…", "events": [ … ] }</c>.</summary>
    /// <exception cref="ControlException">It is something else.</exception>
    public static (EmulatorFeed Feed, IReadOnlyList<AppendedEvent> Events) Parse(ReadOnlyMemory<byte> body)
    {
        EmulatorFeed? feed = null;
        List<AppendedEvent>? events = null;
        var reader = new Utf8JsonReader(body.Span);
        Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject, "the body is no JSON object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            if (name is "feed" && reader.TokenType == JsonTokenType.String)
                feed = WireNames.ToFeed(reader.GetString()!);
            else if (name is "events" && reader.TokenType == JsonTokenType.StartArray)
                events = Events(ref reader, body);
            else
                throw new ControlException($"'{name}' is neither the feed's name nor an array of events.");
        }

        reader.Read(); // anything after the object is malformed
        return feed is not null && events is not null
            ? (feed.Value, events)
            : throw new ControlException("needed are feed (auditevents, itemusages or signinattempts) and events.");
    }

    /// <exception cref="ControlException">It is no object with a uuid and a timestamp.</exception>
    public static AppendedEvent ToEvent(ReadOnlyMemory<byte> json, int number)
    {
        var (uuid, timestamp) = (false, (long?)null);
        var reader = new Utf8JsonReader(json.Span);
        Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject, $"event {number} is no JSON object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            if (name is "uuid")
                uuid = reader.TokenType == JsonTokenType.String;
            else if (name is "timestamp" && reader.TokenType == JsonTokenType.String)
                timestamp = Rfc3339.TryParse(GoJson.Utf8(reader.GetString()!), out var time) ? time : null;
            reader.Skip();
        }

        reader.Read();
        Expect(uuid, $"event {number} has no uuid that is a string.");
        return timestamp is { } found
            ? new(json, found)
            : throw new ControlException($"event {number} has no timestamp that is an RFC 3339 time.");
    }

    private static List<AppendedEvent> Events(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        var events = new List<AppendedEvent>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            events.Add(ToEvent(body[start..(int)reader.BytesConsumed], events.Count + 1));
        }

        return events;
    }

    private static void Expect(bool satisfied, string otherwise)
    {
        if (!satisfied)
            throw new ControlException(otherwise);
    }
}
