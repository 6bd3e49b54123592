using System.Globalization;
using OnePassword.Events.Pipeline;
using OnePassword.Events.Redaction;

namespace OnePassword.Events;

/// <summary>
/// A request to the API failed. The message is one line, safe to log: it names the feed, the region, the client if it has a name, the
/// attempts and what to do. It contains neither the token nor any part of an event.
/// </summary>
public abstract class EventsException : Exception
{
    private protected EventsException(FeedCall call, EventsFailure reason, string message, Exception? innerException = null)
        : base(SafeText.Line(Line(call, message), call.Token?.Redaction), innerException) =>
        (Reason, Feed, Region, Attempts) = (reason, call.Identity.Feed, call.Identity.Region, call.Attempts);

    /// <summary>What went wrong.</summary>
    public EventsFailure Reason { get; }

    /// <summary>What was asked for: a name out of <see cref="FeedNames"/>, or <c>introspect</c>.</summary>
    public string Feed { get; }

    /// <summary>Where it was asked for.</summary>
    public EventsRegion Region { get; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; }

    private static string Line(FeedCall call, string message) => call.Attempts > 1
        ? string.Create(CultureInfo.InvariantCulture, $"{call.Identity.Feed} at {call.Telemetry.Client.Place}, {call.Attempts} attempts: {message}")
        : $"{call.Identity.Feed} at {call.Telemetry.Client.Place}: {message}";
}
