using System.Net;

namespace OnePassword.Events;

/// <summary>The server answered, and its answer was not the documented success.</summary>
public sealed class EventsApiException : EventsException
{
    internal EventsApiException(string feed, EventsRegion region, WireException answer, string? serverMessage, TimeSpan? retryAfter)
        : base(feed, region, Describe(feed, answer.Status, serverMessage, retryAfter), innerException: null) =>
        (StatusCode, ServerMessage, RetryAfter) = (answer.Status, serverMessage, retryAfter);

    /// <summary>The status of the answer; the API documents 400, 401, 429 and 500 (reference: "Status codes").</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>
    /// What the server said: <c>Error.Message</c>, as the API sends it, or <c>message</c>, as its reference has it; null if
    /// the answer has neither. Control characters are removed, and it is cut at 200 characters.
    /// </summary>
    public string? ServerMessage { get; }

    /// <summary>How long the server asks to wait; null if it does not say. The API documents no such header.</summary>
    public TimeSpan? RetryAfter { get; }

    private static string Describe(string feed, HttpStatusCode status, string? serverMessage, TimeSpan? retryAfter)
    {
        var said = serverMessage is null ? "" : $" \"{serverMessage}\"";
        var advice = (int)status switch
        {
            400 => "the request is not one that it takes; a cursor may be damaged, too old or of another feed",
            401 when string.Equals(feed, FeedCalls.Introspect, StringComparison.Ordinal) => "the token is wrong, expired or revoked",
            401 => $"the token is wrong, expired or revoked, or was issued without {feed}",
            404 => "this is not the address of the Events API",
            429 => retryAfter is { } wait ? $"too many requests; try again in {wait.TotalSeconds:0} s" : "too many requests; try again in a minute",
            >= 300 and < 400 => "redirects are not followed, because the token would go along",
            >= 500 => "the fault is on the server's side; try again later",
            _ => "the API documents no such answer",
        };
        return $"the server answered {(int)status}{said}: {advice}.";
    }
}
