using System.Text.Json;
using OnePassword.Events.Emulator.Events;
using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Control;

/// <summary>Parses the body of <c>POST events</c> and keeps each event byte for byte.</summary>
internal static class EventsBody
{
    /// <summary>Parses <c>{ "feed": "…", "events": [ … ] }</c>.</summary>
    /// <exception cref="ControlException">The body is invalid.</exception>
    public static (EmulatorFeed Feed, IReadOnlyList<AppendedEvent> Events) Parse(ReadOnlyMemory<byte> body)
    {
        EmulatorFeed? feed = null;
        List<AppendedEvent>? events = null;
        var reader = new Utf8JsonReader(body.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new ControlException("The body is not a JSON object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            if (name is "feed" && reader.TokenType == JsonTokenType.String)
                feed = WireNames.ToFeed(reader.GetString()!);
            else if (name is "events" && reader.TokenType == JsonTokenType.StartArray)
                events = Events(ref reader, body);
            else
                throw new ControlException($"'{name}' is neither the name of a feed nor an array of events.");
        }

        reader.Read(); // Throws if anything follows the object.
        return feed is not null && events is not null
            ? (feed.Value, events)
            : throw new ControlException("'feed' (auditevents, itemusages or signinattempts) and 'events' are required.");
    }

    private static List<AppendedEvent> Events(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        var events = new List<AppendedEvent>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var json = body[start..(int)reader.BytesConsumed];
            var fields = EventFields.Parse(json.Span);
            if (fields.Problem is { } problem)
                throw new ControlException($"Event {events.Count + 1} {problem}.");
            events.Add(new(json, fields.Timestamp!.Value));
        }

        return events;
    }
}
