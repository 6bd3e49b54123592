using System.Globalization;
using System.Net;
using System.Text.Json;
using OnePassword.Events.Identity;
using OnePassword.Events.Pipeline.Transport;
using OnePassword.Events.Redaction;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace OnePassword.Events.Pipeline;

/// <summary>
/// The only place that turns the failure of a call into a public exception, with its reason, message and advice.
/// </summary>
internal static class ErrorMapper
{
    private const string TimeoutRemedy = "Try again later, or raise AttemptTimeout and TotalRequestTimeout.";
    private const string CursorRemedy =
        "Read again with EventQuery.Since from the time of your last event, and skip events whose uuid you already have.";

    /// <summary>Returns the public exception; null if the failure is to reach the caller unchanged.</summary>
    public static EventsException? Map(Exception failure, FeedCall call)
    {
        if (call.Token is null)
            return null; // The token provider failed.
        var host = call.Identity.Region.BaseAddress.Authority;
        return failure switch
        {
            WireException error => MapStatus(error, call),
            RateLimiterRejectedException paused => new EventsRateLimitException(call, serverMessage: null, paused.RetryAfter),
            InvalidResponseException invalid =>
                new EventsResponseException(call, invalid.Reason, invalid.Message, invalid.Remedy),
            _ when IsMalformedResponse(failure, call) =>
                new EventsResponseException(call, EventsFailure.MalformedJson, InvalidResponseException.Malformed),
            BrokenCircuitException open => Connection(
                CircuitOpen(host, open.RetryAfter ?? call.Breaker?.RemainingBreak ?? TimeSpan.Zero)),
            TimeoutRejectedException => Connection(
                TimedOut(host), TimeoutRemedy,
                new TimeoutException("The attempt took longer than AttemptTimeout, or than the rest of TotalRequestTimeout.")),
            OperationCanceledException { InnerException: TimeoutException } => Connection(
                TimedOut(host), TimeoutRemedy, new TimeoutException("The Timeout of the HttpClient elapsed.")),
            TransportException transport => Connection(NoConnection(host, transport), transport.Remedy, transport.InnerException),
            OperationCanceledException => Connection(
                $"the HttpClient or one of its message handlers canceled the request to {host}. Check their code and timeouts."),
            _ => null,
        };

        EventsConnectionException Connection(string problem, string? remedy = null, Exception? inner = null) =>
            new(call, Reason(failure, call)!.Value, problem, remedy, inner);
    }

    /// <summary>Returns the name of a failed attempt in logs and metrics: its status code or reason.</summary>
    public static string NameOf(Exception failure, FeedCall call) => failure is WireException error
        ? ((int)error.Response.StatusCode).ToString(CultureInfo.InvariantCulture)
        : Reason(failure, call)?.ToString() ?? "_OTHER";

    /// <summary>Returns why an attempt failed, in words for the log.</summary>
    public static string Describe(Exception failure, FeedCall call) => failure switch
    {
        TransportException or InvalidResponseException => failure.Message.TrimEnd('.'),
        _ when Reason(failure, call) is { } reason => Words(reason),
        _ => NameOf(failure, call),
    };

    /// <summary>
    /// Whether the response of this attempt is malformed JSON. Before a response, a handler of the application threw the
    /// exception, for example because it cannot parse a file of its own.
    /// </summary>
    public static bool IsMalformedResponse(Exception failure, FeedCall call) =>
        call.Response is not null && failure is JsonException;

    private static EventsFailure? Reason(Exception failure, FeedCall call) => failure switch
    {
        InvalidResponseException invalid => invalid.Reason,
        TransportException transport => transport.Reason,
        BrokenCircuitException => EventsFailure.CircuitOpen,
        RateLimiterRejectedException => EventsFailure.RateLimited,
        TimeoutRejectedException or OperationCanceledException { InnerException: TimeoutException } => EventsFailure.TimedOut,
        OperationCanceledException => EventsFailure.Unreachable, // The transport canceled the request, not the caller.
        _ when IsMalformedResponse(failure, call) => EventsFailure.MalformedJson,
        _ => null,
    };

    private static EventsApiException MapStatus(WireException error, FeedCall call)
    {
        var message = ServerMessage.Find(error.Body.Span, call.Token?.Redaction);
        var status = error.Response.StatusCode;
        var wait = RetryAfter.Of(error.Response, call.Telemetry.Client.Clock);
        if (status == HttpStatusCode.TooManyRequests)
            return new EventsRateLimitException(call, message, wait);

        var reason = ReasonOfStatus(status, call);
        var remedy = reason == EventsFailure.CursorRejected ? CursorRemedy : null;
        return new EventsApiException(call, reason, status, message, Cause(reason, status, call.Identity, wait), remedy, wait);
    }

    private static EventsFailure ReasonOfStatus(HttpStatusCode status, FeedCall call) => status switch
    {
        HttpStatusCode.BadRequest => call.IsContinuation ? EventsFailure.CursorRejected : EventsFailure.BadRequest,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
            LacksFeature(call) ? EventsFailure.FeatureMissing : EventsFailure.TokenRejected,
        >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest => EventsFailure.Redirected,
        HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => EventsFailure.ServerFailed,
        HttpStatusCode.ProxyAuthenticationRequired => EventsFailure.ProxyRejected,
        _ => EventsFailure.UnexpectedStatus,
    };

    private static bool LacksFeature(FeedCall call) =>
        !call.Identity.IsIntrospection && call.Token?.Features?.Contains(call.Identity.Feed, StringComparer.Ordinal) == false;

    private static string Cause(EventsFailure reason, HttpStatusCode status, FeedIdentity feed, TimeSpan? wait) => reason switch
    {
        EventsFailure.BadRequest when feed.IsIntrospection => "It does not accept this request.",
        EventsFailure.BadRequest => "It does not accept this request; check the times and the page size.",
        EventsFailure.CursorRejected => "The cursor may be malformed, expired, or from another feed, API version or account.",
        EventsFailure.FeatureMissing => $"The token was issued without {feed.Feed}. Issue one that includes it.",
        EventsFailure.TokenRejected when feed.IsIntrospection => "The token is wrong, expired or revoked.",
        EventsFailure.TokenRejected => $"The token is wrong, expired or revoked, or was issued without {feed.Feed}.",
        EventsFailure.ServerFailed => $"The failure is on the server's side; {EventsRateLimitException.TryAgain(wait)}.",
        EventsFailure.ProxyRejected => "The proxy requires credentials. Configure them for the proxy.",
        EventsFailure.Redirected => "Redirects are not followed, because they would send the token to another address.",
        _ when status == HttpStatusCode.NotFound => "This is not the address of the Events API.",
        _ => "The API does not document this status.",
    };

    // "timed out" for TimedOut.
    private static string Words(EventsFailure reason) => string.Concat(
        reason.ToString().Select((c, i) => char.IsUpper(c) ? (i > 0 ? " " : "") + char.ToLowerInvariant(c) : c.ToString()));

    private static string CircuitOpen(string host, TimeSpan rest) =>
        $"the request was not sent, because {host} kept failing; {EventsRateLimitException.TryAgain(rest)}.";

    private static string TimedOut(string host) => $"{host} did not respond in time.";

    private static string NoConnection(string host, TransportException e) => e.HttpRequestError switch
    {
        HttpRequestError.SecureConnectionError => $"no secure connection to {host}: {e.Message}",
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.ProxyTunnelError =>
            $"no connection to {host}: {e.Message}",
        HttpRequestError.Unknown => $"no response from {host}: {e.Message}",
        _ => $"the connection to {host} was lost: {e.Message}",
    };
}
