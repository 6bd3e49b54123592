using System.Net;
using OnePassword.Events.Pipeline.Transport;
using Polly.Timeout;

namespace OnePassword.Events.Pipeline;

/// <summary>Whether an attempt that failed is worth another, and after what wait.</summary>
internal sealed class RetryDecision(EventsResilienceOptions options, TimeProvider clock, Func<double> random)
{
    /// <summary>Whether another attempt of the same request may succeed.</summary>
    public static bool IsTransient(HttpResponseMessage? answer, Exception? failure) => failure switch
    {
        null => answer is { StatusCode: HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError },
        TransportException transport => transport.IsTransient,
        UnusableBodyException unusable => unusable.IsTransient,
        TimeoutRejectedException or OperationCanceledException { InnerException: TimeoutException } => true, // The latter: a timeout of the transport's own.
        _ => DamagedPage.IsOne(failure),
    };

    /// <summary>Decides on the next attempt; if there is to be one, the wait is in the state.</summary>
    public bool ShouldRetry(CallState state, HttpResponseMessage? answer, Exception? failure)
    {
        if (!IsTransient(answer, failure) || state.Attempts > options.Retry.MaxRetryAttempts)
            return false;
        state.NextDelay = Asked(answer) ?? Backoff(state) * (1 - (random() / 2));
        // What would find the breaker open is not tried: the answer that opened it says more.
        return state.NextDelay < state.Left && !(state.Breaker?.Rest > state.NextDelay);
    }

    /// <summary>A refusal for too many requests holds back the whole account: its other feeds would run into the same.</summary>
    public void PauseAccountAfter429(CallState state, HttpResponseMessage answer)
    {
        if (answer.StatusCode != HttpStatusCode.TooManyRequests)
            return;
        state.Account!.Quota.Pause(Asked(answer) ?? Backoff(state));
    }

    private TimeSpan? Asked(HttpResponseMessage? answer) => RetryAfter.Of(answer, clock) is { } asked && asked > TimeSpan.Zero ? asked : null;

    private TimeSpan Backoff(CallState state)
    {
        var doubled = options.Retry.Delay.TotalSeconds * Math.Pow(2, Math.Clamp(state.Attempts - 1, 0, 30));
        return doubled < options.Retry.MaxDelay.TotalSeconds ? TimeSpan.FromSeconds(doubled) : options.Retry.MaxDelay;
    }
}
