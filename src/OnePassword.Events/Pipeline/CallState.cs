using System.Threading.RateLimiting;
using OnePassword.Events.Pipeline.Quota;
using Polly;

namespace OnePassword.Events.Pipeline;

/// <summary>One call with its attempts: how many there were, what they used, and how much time is left.</summary>
internal sealed class CallState(string feed, EventsResilienceOptions options, EventsTelemetry telemetry, TimeProvider clock)
{
    private static readonly ResiliencePropertyKey<CallState> Key = new("OnePassword.Events.Call");

    private readonly long _started = clock.GetTimestamp();
    private QuotaPermit? _permit;

    public string Feed { get; } = feed;

    public EventsTelemetry Telemetry { get; } = telemetry;

    /// <summary>The body that every attempt sends.</summary>
    public byte[]? Body { get; init; }

    public int Attempts { get; private set; }

    /// <summary>The token of the latest attempt.</summary>
    public EventsToken? Token { get; set; }

    /// <summary>What all clients of the account share, as of the latest attempt.</summary>
    public AccountLimits? Account { get; set; }

    /// <summary>The breaker of the feed, as of the latest attempt.</summary>
    public FeedBreaker? Breaker { get; set; }

    /// <summary>How long all attempts together have waited for the account's quota.</summary>
    public TimeSpan QuotaWait { get; private set; }

    /// <summary>The wait before the next attempt, once it is decided that there is one.</summary>
    public TimeSpan NextDelay { get; set; }

    /// <summary>The time left for attempts and the waits between them. Waiting for the quota does not count.</summary>
    public TimeSpan Left => options.TotalRequestTimeout - (clock.GetElapsedTime(_started) - QuotaWait);

    /// <summary>The time for the next attempt, at least one tick: the strategy takes zero for "no timeout".</summary>
    public TimeSpan AttemptTimeout => Left >= options.AttemptTimeout ? options.AttemptTimeout : Left > TimeSpan.Zero ? Left : TimeSpan.FromTicks(1);

    public static CallState Of(ResilienceContext context) => context.Properties.GetValue(Key, null!);

    public static CallState Of(HttpRequestMessage request) => Of(request.GetResilienceContext()!);

    public void AttachTo(ResilienceContext context, HttpRequestMessage request)
    {
        context.Properties.Set(Key, this);
        request.SetResilienceContext(context);
    }

    /// <summary>Waits for a turn in the account's quota. A server's pause that outlasts the call refuses it at once.</summary>
    public async ValueTask<RateLimitLease> TakeTurnAsync(CancellationToken cancellationToken)
    {
        var quota = Account!.Quota;
        var started = clock.GetTimestamp(); // Before the turn is asked for: it may come on another thread at any time.
        var turn = quota.AcquireAsync(cancellationToken, patience: Left);
        return _permit = turn.IsCompletedSuccessfully ? turn.Result : await WaitAsync(turn, started, quota.UntilNext).ConfigureAwait(false);
    }

    /// <summary>The attempt is being sent, so its turn counts.</summary>
    public void AttemptStarts()
    {
        _permit!.Sent();
        Attempts++;
    }

    private async ValueTask<QuotaPermit> WaitAsync(ValueTask<QuotaPermit> turn, long started, TimeSpan? least)
    {
        Telemetry.QuotaWaitStarts(Feed, least);
        try
        {
            return await turn.ConfigureAwait(false);
        }
        finally
        {
            var waited = clock.GetElapsedTime(started);
            QuotaWait += waited;
            Telemetry.QuotaWaitEnds(Feed, waited);
        }
    }
}
