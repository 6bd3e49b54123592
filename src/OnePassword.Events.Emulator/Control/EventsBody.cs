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
        var facts = EventFacts.Read(json.Span);
        return facts.Problem is { } problem
            ? throw new ControlException($"event {number} {problem}.")
            : new(json, facts.Timestamp!.Value);
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
