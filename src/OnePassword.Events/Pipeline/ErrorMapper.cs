using System.Globalization;
using OnePassword.Events.Pipeline.Transport;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace OnePassword.Events.Pipeline;

/// <summary>The only place that turns the failure of a call into a public exception, with its reason, message and advice.</summary>
internal static class ErrorMapper
{
    /// <summary>Returns the public exception; null if the failure is to reach the caller as it is.</summary>
    public static EventsException? Map(Exception failure, FeedCall call)
    {
        if (call.Token is null)
            return null; // The token provider failed.
        var host = call.Identity.Region.BaseAddress.Authority;
        return failure switch
        {
            WireException error => StatusErrors.Map(error, call),
            RateLimiterRejectedException paused => new EventsRateLimitException(call, serverMessage: null, paused.RetryAfter),
            InvalidResponseException invalid => new EventsResponseException(call, invalid.Reason, invalid.Message),
            _ when IsMalformedJson(failure) => Map(InvalidResponseException.MalformedJson(), call),
            BrokenCircuitException open => Connection(CircuitOpen(host, open.RetryAfter ?? call.Breaker?.Rest ?? TimeSpan.Zero)),
            TimeoutRejectedException => Connection(
                TimedOut(host), new TimeoutException("The attempt took longer than AttemptTimeout, or than what was left of TotalRequestTimeout.")),
            OperationCanceledException { InnerException: TimeoutException } => Connection(TimedOut(host), new TimeoutException("The Timeout of the HttpClient elapsed.")),
            TransportException transport => Connection(NoConnection(host, transport), transport.InnerException),
            OperationCanceledException => Connection($"the request to {host} was cancelled by the handler that sends it; try again."),
            _ => null,
        };

        EventsConnectionException Connection(string message, Exception? inner = null) => new(call, Reason(failure)!.Value, message, inner);
    }

    /// <summary>Returns how logs and metrics name the failure of an attempt: by its status code or reason.</summary>
    public static string NameOf(Exception failure) => failure is WireException { Response.StatusCode: var status }
        ? ((int)status).ToString(CultureInfo.InvariantCulture)
        : Reason(failure)?.ToString() ?? "_OTHER";

    public static bool IsMalformedJson(Exception failure) => failure is Newtonsoft.Json.JsonException or System.Text.Json.JsonException;

    private static EventsFailure? Reason(Exception failure) => failure switch
    {
        InvalidResponseException invalid => invalid.Reason,
        TransportException transport => transport.Reason,
        BrokenCircuitException => EventsFailure.CircuitOpen,
        RateLimiterRejectedException => EventsFailure.RateLimited,
        TimeoutRejectedException or OperationCanceledException { InnerException: TimeoutException } => EventsFailure.TimedOut, // The latter: HttpClient.Timeout.
        OperationCanceledException => EventsFailure.Unreachable, // The transport cancelled, not the caller.
        _ when IsMalformedJson(failure) => EventsFailure.MalformedJson,
        _ => null,
    };

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
