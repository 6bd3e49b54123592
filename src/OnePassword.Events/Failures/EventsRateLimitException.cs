using System.Globalization;
using System.Net;

namespace OnePassword.Events;

/// <summary>
/// The server refused for too many requests, and waiting would take longer than the request may. Requests of this process are
/// counted before they are sent, so this means that another program reads the same account.
/// </summary>
public sealed class EventsRateLimitException : EventsApiException
{
    internal EventsRateLimitException(FailedCall call, string? serverMessage, TimeSpan? retryAfter)
        : base(call, EventsFailure.RateLimited, HttpStatusCode.TooManyRequests, serverMessage, Describe(retryAfter)) =>
        RetryAfter = retryAfter;

    /// <summary>How long the server asks to wait; null if it does not say. The API documents no <c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; }

    private static string Describe(TimeSpan? retryAfter) => string.Create(
        CultureInfo.InvariantCulture,
        $"too many requests for the account; {(retryAfter is { } wait ? $"try again in {Math.Ceiling(wait.TotalSeconds):0} s" : "try again later")}, and see whether another program reads it too");
}
