using System.Globalization;
using System.Net;
using OnePassword.Events.Pipeline;

namespace OnePassword.Events;

/// <summary>The server answered, and its answer was not the documented success.</summary>
public class EventsApiException : EventsException
{
    internal EventsApiException(FeedCall call, EventsFailure reason, HttpStatusCode status, string? serverMessage, string advice, TimeSpan? retryAfter = null)
        : base(call, reason, Describe(status, serverMessage, advice)) =>
        (StatusCode, ServerMessage, RetryAfter) = (status, serverMessage, retryAfter);

    /// <summary>The status of the answer; the API documents 400, 401, 429 and 500 (reference: "Status codes").</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>
    /// What the server said: <c>Error.Message</c>, as the API sends it, or <c>message</c>, as its reference has it; null if
    /// the answer has neither. Control characters are removed, and it is cut at 200 characters.
    /// </summary>
    public string? ServerMessage { get; }

    /// <summary>How long the server asks to wait, at most a day; null if it does not say. The API documents no <c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; }

    private static string Describe(HttpStatusCode status, string? serverMessage, string advice)
    {
        var said = serverMessage is null ? "" : $" \"{serverMessage}\"";
        return string.Create(CultureInfo.InvariantCulture, $"the server answered {(int)status}{said}: {advice}.");
    }
}
