using System.Globalization;
using System.Net;
using OnePassword.Events.Pipeline;

namespace OnePassword.Events;

/// <summary>The server responded with a status other than 200.</summary>
public class EventsApiException : EventsException
{
    internal EventsApiException(
        FeedCall call,
        EventsFailure reason,
        HttpStatusCode status,
        string? serverMessage,
        string cause,
        string? remedy = null,
        TimeSpan? retryAfter = null)
        : base(call, reason, Describe(status, serverMessage, cause), remedy) =>
        (StatusCode, ServerMessage, RetryAfter) = (status, serverMessage, retryAfter);

    /// <summary>Gets the status of the response. The API documents 400, 401, 429 and 500 (reference: "Status codes").</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>
    /// Gets the message in the response: <c>Error.Message</c>, as the API sends it, or <c>message</c>, as its reference documents
    /// it. Null if the response contains neither. Control characters are removed, and it is cut after 200 characters.
    /// </summary>
    public string? ServerMessage { get; }

    /// <summary>
    /// Gets the wait that the server requests, at most one day; null if it requests none. The API documents no
    /// <c>Retry-After</c>.
    /// </summary>
    public TimeSpan? RetryAfter { get; }

    private static string Describe(HttpStatusCode status, string? serverMessage, string cause)
    {
        var quote = serverMessage is null ? "" : $" \"{serverMessage}\"";
        return string.Create(CultureInfo.InvariantCulture, $"the server returned {(int)status}{quote}. {cause}");
    }
}
