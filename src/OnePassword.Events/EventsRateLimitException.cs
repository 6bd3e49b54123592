using System.Globalization;
using System.Net;
using OnePassword.Events.Pipeline;

namespace OnePassword.Events;

/// <summary>
/// The server rejected a request because the account sends too many, and the required wait is longer than the request may take.
/// The client limits the requests of this process, so another program probably reads the same account.
/// </summary>
public sealed class EventsRateLimitException : EventsApiException
{
    internal EventsRateLimitException(FeedCall call, string? serverMessage, TimeSpan? retryAfter)
        : base(
            call, EventsFailure.RateLimited, HttpStatusCode.TooManyRequests, serverMessage, Advice(retryAfter), remedy: null,
            retryAfter)
    {
    }

    internal static string TryAgain(TimeSpan? wait) =>
        wait is { } time
            ? string.Create(CultureInfo.InvariantCulture, $"try again in {Math.Ceiling(time.TotalSeconds):0} s")
            : "try again later";

    private static string Advice(TimeSpan? wait) =>
        $"The account sends too many requests; {TryAgain(wait)}, and check whether another program reads the same account.";
}
