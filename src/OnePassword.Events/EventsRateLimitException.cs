using System.Globalization;
using System.Net;
using OnePassword.Events.Pipeline;

namespace OnePassword.Events;

/// <summary>
/// The server refused for too many requests, and waiting would take longer than the request may. Requests of this process are
/// counted before they are sent, so this means that another program reads the same account.
/// </summary>
public sealed class EventsRateLimitException : EventsApiException
{
    internal EventsRateLimitException(FeedCall call, string? serverMessage, TimeSpan? retryAfter)
        : base(call, EventsFailure.RateLimited, HttpStatusCode.TooManyRequests, serverMessage, Describe(retryAfter), retryAfter)
    {
    }

    internal static string TryAgain(TimeSpan? wait) =>
        wait is { } time ? string.Create(CultureInfo.InvariantCulture, $"try again in {Math.Ceiling(time.TotalSeconds):0} s") : "try again later";

    private static string Describe(TimeSpan? retryAfter) => $"too many requests for the account; {TryAgain(retryAfter)}, and see whether another program reads it too";
}
