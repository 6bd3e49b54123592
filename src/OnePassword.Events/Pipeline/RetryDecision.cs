using System.Net;
using OnePassword.Events.Pipeline.Transport;
using Polly.Timeout;

namespace OnePassword.Events.Pipeline;

/// <summary>Decides whether a failed attempt is retried, and the wait before the retry.</summary>
internal sealed class RetryDecision(EventsResilienceOptions options, TimeProvider clock, Func<double> random)
{
    public static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;

    /// <summary>Whether another attempt of the same request may succeed.</summary>
    public static bool IsTransient(Exception failure) => failure switch
    {
        WireException error => IsTransient(error.Response.StatusCode),
        TransportException transport => transport.IsTransient,
        InvalidResponseException invalid => invalid.IsTransient,
        TimeoutRejectedException => true,
        OperationCanceledException { InnerException: TimeoutException } => true, // HttpClient.Timeout elapsed.
        _ => false,
    };

    /// <summary>Decides on a retry. If there is one, <see cref="FeedCall.NextDelay"/> is the wait before it.</summary>
    public bool ShouldRetry(FeedCall call, Exception failure)
    {
        if (call.Token is null || !(IsTransient(failure) || ErrorMapper.IsMalformedResponse(failure, call)))
            return false; // Without a token, its provider failed.
        call.NextDelay = RequestedWait((failure as WireException)?.Response) ?? BackoffOf(call) * (1 - (random() / 2));

        // An attempt that would find the breaker open is not made: the failure that opened it says more.
        return call.NextDelay < call.Remaining && !(call.Breaker?.RemainingBreak > call.NextDelay);
    }

    /// <summary>A 429 concerns the whole account: its other feeds would get one as well.</summary>
    public void PauseAccountAfter429(FeedCall call, HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.TooManyRequests)
            call.Account!.Quota.Pause(RequestedWait(response) ?? BackoffOf(call));
    }

    private TimeSpan? RequestedWait(HttpResponseMessage? response) =>
        RetryAfter.Of(response, clock) is { } wait && wait > TimeSpan.Zero ? wait : null;

    private TimeSpan BackoffOf(FeedCall call)
    {
        var wait = options.Retry.Delay;
        for (var attempt = 1; attempt < call.Attempts && wait < options.Retry.MaxDelay; attempt++)
            wait = Backoff.Next(wait, options.Retry.MaxDelay);
        return wait;
    }
}
