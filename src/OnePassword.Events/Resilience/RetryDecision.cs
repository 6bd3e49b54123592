using System.Net;
using System.Security.Authentication;
using Polly.Timeout;

namespace OnePassword.Events.Resilience;

/// <summary>Whether an attempt that failed is worth another, and after what wait.</summary>
internal sealed class RetryDecision(EventsResilienceOptions options, TimeProvider clock, Func<double> random)
{
    /// <summary>Whether another attempt of the same request may succeed.</summary>
    public static bool IsTransient(HttpResponseMessage? answer, Exception? failure) => failure switch
    {
        null => answer is { StatusCode: HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError },
        HttpRequestException { InnerException: AuthenticationException } => false,
        HttpRequestException or IOException or TimeoutRejectedException => true,
        OperationCanceledException { InnerException: TimeoutException } => true, // A time-out of the transport's own.
        _ => false,
    };

    /// <summary>Decides on the next attempt; if there is to be one, the wait is in the state.</summary>
    public bool Retry(CallState state, HttpResponseMessage? answer, Exception? failure)
    {
        if (!IsTransient(answer, failure))
            return false;
        state.NextDelay = RetryAfter.Of(answer, clock) is { } asked && asked > TimeSpan.Zero ? asked : Backoff(state.Attempts - 1);

        // The other feeds of the account would run into the same refusal.
        if (answer?.StatusCode == HttpStatusCode.TooManyRequests)
            state.Account?.Quota.Pause(state.NextDelay < options.TotalRequestTimeout ? state.NextDelay : options.TotalRequestTimeout);
        return state.NextDelay < state.Left;
    }

    private TimeSpan Backoff(int retry)
    {
        var doubled = options.Retry.Delay * Math.Pow(2, Math.Min(retry, 30));
        var bounded = doubled < options.Retry.MaxDelay ? doubled : options.Retry.MaxDelay;
        return bounded * (1 - (random() / 2));
    }
}
