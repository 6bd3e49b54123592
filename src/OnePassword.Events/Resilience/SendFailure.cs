using System.Globalization;
using System.Security.Authentication;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace OnePassword.Events.Resilience;

/// <summary>Explains why a request got no response, in the library's own terms. No type of the pipeline goes further than this.</summary>
internal static class SendFailure
{
    /// <summary>Why an attempt failed; null for an exception that does not come from sending.</summary>
    public static EventsFailure? Reason(Exception e) => e switch
    {
        TimeoutRejectedException => EventsFailure.TimedOut,
        OperationCanceledException { InnerException: TimeoutException } => EventsFailure.TimedOut, // The timeout of the caller's own HttpClient.
        BrokenCircuitException => EventsFailure.CircuitOpen,
        RateLimiterRejectedException => EventsFailure.RateLimited,
        UnusableBodyException unusable => unusable.Reason,
        HttpRequestException { InnerException: AuthenticationException } or HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => EventsFailure.Insecure,
        HttpRequestException or IOException => EventsFailure.Unreachable,
        OperationCanceledException => EventsFailure.Unreachable, // Cancelled by the transport, not by the caller.
        _ => null,
    };

    /// <summary>The public exception for a failed call.</summary>
    public static EventsException ToPublic(Exception e, EventsFailure reason, FailedCall call, CallState? state)
    {
        var host = call.Region.BaseAddress.Authority;
        return e switch
        {
            RateLimiterRejectedException paused => new EventsRateLimitException(call, serverMessage: null, paused.RetryAfter),
            UnusableBodyException => new EventsResponseException(call, reason, e.Message),
            BrokenCircuitException open => new EventsConnectionException(call, reason, CircuitOpen(host, open.RetryAfter ?? state?.Breaker?.Rest ?? TimeSpan.Zero), innerException: null),
            TimeoutRejectedException => new EventsConnectionException(
                call, reason, TimedOut(host), new TimeoutException("The attempt took longer than AttemptTimeout, or than what was left of TotalRequestTimeout.")),
            _ => new EventsConnectionException(call, reason, NoConnection(host, reason, e), e),
        };
    }

    private static string CircuitOpen(string host, TimeSpan rest) =>
        string.Create(CultureInfo.InvariantCulture, $"not tried, because {host} has kept failing; try again in {Math.Ceiling(rest.TotalSeconds):0} s.");

    private static string TimedOut(string host) => $"no answer in time from {host}; try again later, or raise AttemptTimeout and TotalRequestTimeout.";

    private static string NoConnection(string host, EventsFailure reason, Exception e) => reason switch
    {
        EventsFailure.TimedOut => TimedOut(host),
        EventsFailure.Insecure => $"no secure connection to {host}: {(e.InnerException ?? e).Message} Check the clock, the proxy and the trusted certificates.",
        _ => $"no connection to {host}, or it broke off: {e.Message}",
    };
}
