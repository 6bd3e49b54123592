using System.Globalization;
using OnePassword.Events.Pipeline;
using OnePassword.Events.Redaction;

namespace OnePassword.Events;

/// <summary>
/// A request to the API failed. The message is one line and safe to log: it names the feed, the region, the account if it has
/// a name, the number of attempts and a remedy. It contains neither the token nor event data.
/// </summary>
public abstract class EventsException : Exception
{
    private protected EventsException(FeedCall call, EventsFailure reason, string message, Exception? innerException = null)
        : base(SafeText.Line(Line(call, message), call.Token?.Redaction), innerException)
    {
        (Reason, Feed, Region, Attempts) = (reason, call.Identity.Feed, call.Identity.Region, call.Attempts);
        Problem = SafeText.Line(ProblemOf(call, message), call.Token?.Redaction);
    }

    /// <summary>Gets why the request failed.</summary>
    public EventsFailure Reason { get; }

    /// <summary>Gets the feed: a name from <see cref="FeedNames"/>, or <c>introspect</c>.</summary>
    public string Feed { get; }

    /// <summary>Gets the region that the request was for.</summary>
    public EventsRegion Region { get; }

    /// <summary>Gets the number of requests that were sent, including retries; 0 if the circuit was open.</summary>
    public int Attempts { get; }

    /// <summary>The message without the feed and the region, for text that names them already.</summary>
    internal string Problem { get; }

    private static string Line(FeedCall call, string message) =>
        $"{call.Identity.Feed} at {call.Telemetry.Client.Place}{(call.Attempts > 1 ? ',' : ':')} {ProblemOf(call, message)}";

    private static string ProblemOf(FeedCall call, string message) =>
        call.Attempts > 1 ? string.Create(CultureInfo.InvariantCulture, $"{call.Attempts} attempts: {message}") : message;
}
