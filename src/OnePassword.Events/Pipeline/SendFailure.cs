using System.Globalization;
using OnePassword.Events.Pipeline.Transport;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace OnePassword.Events.Pipeline;

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
        TransportException transport => transport.Reason,
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
            OperationCanceledException when reason == EventsFailure.TimedOut => new EventsConnectionException(call, reason, TimedOut(host), new TimeoutException("The Timeout of the HttpClient elapsed.")),
            TransportException failure => new EventsConnectionException(call, reason, NoConnection(host, failure), failure.InnerException),
            _ => new EventsConnectionException(call, reason, $"the request to {host} was cancelled by the handler that sends it; try again.", innerException: null),
        };
    }

    private static string CircuitOpen(string host, TimeSpan rest) =>
        string.Create(CultureInfo.InvariantCulture, $"not tried, because {host} has kept failing; try again in {Math.Ceiling(rest.TotalSeconds):0} s.");

    private static string TimedOut(string host) => $"no answer in time from {host}; try again later, or raise AttemptTimeout and TotalRequestTimeout.";

    private static string NoConnection(string host, TransportException e) => e.HttpRequestError switch
    {
        HttpRequestError.SecureConnectionError => $"no secure connection to {host}: {e.Message}",
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.ProxyTunnelError => $"no connection to {host}: {e.Message}",
        _ => $"the connection to {host} broke off: {e.Message}",
    };
}
