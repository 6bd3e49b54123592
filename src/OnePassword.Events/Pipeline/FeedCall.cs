using System.Threading.RateLimiting;
using OnePassword.Events.Diagnostics;
using OnePassword.Events.Identity;
using OnePassword.Events.Pipeline.Quota;
using Polly;

namespace OnePassword.Events.Pipeline;

/// <summary>
/// One call of the API with all its attempts. It travels with the request, so that the handlers, the strategies and
/// <see cref="ErrorMapper"/> see the same facts.
/// </summary>
internal sealed class FeedCall(
    FeedIdentity identity, bool isContinuation, EventsResilienceOptions options, FeedTelemetry telemetry)
{
    private static readonly ResiliencePropertyKey<FeedCall> Key = new("OnePassword.Events.Call");

    private readonly TimeProvider _clock = telemetry.Client.Clock;
    private long _started;
    private QuotaPermit? _permit;
    private ResilienceContext? _context;

    public FeedIdentity Identity { get; } = identity;

    /// <summary>Whether the request continues from a cursor.</summary>
    public bool IsContinuation { get; } = isContinuation;

    public FeedTelemetry Telemetry { get; } = telemetry;

    /// <summary>The number of attempts that were sent.</summary>
    public int Attempts { get; private set; }

    /// <summary>The token of the latest attempt; null until its provider returns it.</summary>
    public EventsToken? Token { get; set; }

    /// <summary>The limits of the account that the token belongs to.</summary>
    public AccountLimits? Account { get; set; }

    public FeedBreaker? Breaker { get; set; }

    /// <summary>The response of the latest attempt; null until its body has been read.</summary>
    public HttpResponseMessage? Response { get; set; }

    /// <summary>The time that all attempts together waited for the account's quota.</summary>
    public TimeSpan QuotaWait { get; private set; }

    /// <summary>Whether the call waits for the account's quota now.</summary>
    public bool WaitsForQuota { get; private set; }

    /// <summary>The wait before the next attempt, once <see cref="RetryDecision"/> has decided on one.</summary>
    public TimeSpan NextDelay { get; set; }

    /// <summary>The time left for attempts and for the waits between them. Waiting for the quota does not count.</summary>
    public TimeSpan Remaining => options.TotalRequestTimeout - (_clock.GetElapsedTime(_started) - QuotaWait);

    /// <summary>The time for the next attempt, at least one tick: the strategy takes zero for "no timeout".</summary>
    public TimeSpan AttemptTimeout => TimeSpan.FromTicks(Math.Clamp(Remaining.Ticks, 1, options.AttemptTimeout.Ticks));

    public static FeedCall Of(ResilienceContext context) => context.Properties.GetValue(Key, null!);

    public static FeedCall Of(HttpRequestMessage request) =>
        request.Options.TryGetValue(WireClient.Context, out var context) && context is FeedCall call
            ? call
            : throw new InvalidOperationException("The request does not belong to a call.");

    /// <summary>Starts the call. If it runs again with a smaller page, its time budget restarts.</summary>
    public void Start(ResilienceContext context)
    {
        context.Properties.Set(Key, this);
        (_context, _started, Attempts, QuotaWait) = (context, _clock.GetTimestamp(), 0, TimeSpan.Zero);
    }

    /// <summary>Lets the strategies around an attempt see the call.</summary>
    public void AttachTo(HttpRequestMessage attempt) => attempt.SetResilienceContext(_context);

    /// <summary>
    /// Waits for the account's quota. If the server demands a pause longer than <see cref="Remaining"/>, this fails at once.
    /// </summary>
    public async ValueTask<RateLimitLease> AcquirePermitAsync(CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp(); // Before the request: another thread may grant the permit at any time.
        var request = Account!.Quota.Request(cancellationToken, patience: Remaining);
        return _permit = request.Waits
            ? await WaitAsync(request, started).ConfigureAwait(false)
            : await request.Permit.ConfigureAwait(false);
    }

    /// <summary>Counts an attempt that is about to be sent, also against the quota.</summary>
    public void AttemptStarts()
    {
        _permit!.Sent();
        Attempts++;
    }

    /// <summary>Reports that the attempt failed and that another follows after <see cref="NextDelay"/>.</summary>
    public void ReportRetry(Exception failure)
    {
        Telemetry.Retrying(Attempts, ErrorMapper.NameOf(failure, this), ErrorMapper.Describe(failure, this), NextDelay);
    }

    private async ValueTask<QuotaPermit> WaitAsync(QuotaRequest request, long started)
    {
        var quota = Account!.Quota;
        Telemetry.Client.QuotaWait = () => quota.Wait;
        Telemetry.QuotaWaitStarts(request.Least);
        WaitsForQuota = true;
        try
        {
            return await request.Permit.ConfigureAwait(false);
        }
        finally
        {
            WaitsForQuota = false;
            var waited = _clock.GetElapsedTime(started);
            QuotaWait += waited;
            Telemetry.QuotaWaitEnds(waited);
        }
    }
}
