using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OnePassword.Events.Diagnostics;
using OnePassword.Events.Pipeline;
using OnePassword.Events.Pipeline.Transport;
using OnePassword.Events.Reading;
using OnePassword.Events.Redaction;

namespace OnePassword.Events;

/// <summary>
/// What the library tells of itself: traces, metrics and logs, all under one name. The requests themselves are told by .NET's
/// own HTTP instrumentation.
/// </summary>
public sealed class EventsTelemetry
{
    /// <summary>The name of the <see cref="ActivitySource"/>, of the <see cref="Meter"/> and of the logger category.</summary>
    public const string SourceName = "OnePassword.Events";

    private const string FeedTag = "onepassword.events.feed";
    private const string RegionTag = "onepassword.events.region";
    private const string ReasonTag = "error.type";

    private static readonly ActivitySource Activities = new(SourceName);
    private static readonly Meter Meter = new(SourceName);
    private static readonly Counter<long> Pages = Meter.CreateCounter<long>("onepassword.events.pages", "{page}", "Pages read.");
    private static readonly Counter<long> PagesWithoutItems = Meter.CreateCounter<long>("onepassword.events.pages.without_items", "{page}", "Pages whose items were null or absent although the cursor moved.");
    private static readonly Counter<long> Events = Meter.CreateCounter<long>("onepassword.events.read", "{event}", "Events read.");
    private static readonly Counter<long> Retries = Meter.CreateCounter<long>("onepassword.events.retries", "{retry}", "Requests sent again.");
    private static readonly Histogram<double> QuotaWaits = Meter.CreateHistogram<double>("onepassword.events.quota.wait", "s", "Time that requests waited for the quota.");
    private static readonly UpDownCounter<long> Waiting = Meter.CreateUpDownCounter<long>("onepassword.events.quota.waiting", "{request}", "Requests that wait for the quota now.");
    private static readonly Histogram<double> Lag = Meter.CreateHistogram<double>("onepassword.events.lag", "s", "Age of the newest event of a page when it was read.");

    private static readonly Counter<long> Duplicates = Meter.CreateCounter<long>("onepassword.events.duplicates", "{event}", "Events that came again to a follower, and were dropped.");
    private static readonly Counter<long> FollowFailures = Meter.CreateCounter<long>("onepassword.events.follow.failures", "{failure}", "Failures that a follower waited after, or ended by.");

    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(1);

    private readonly ILogger _log;
    private readonly EventsRegion _region;
    private readonly TimeSpan _expiryWarning;
    private readonly int _attempts;
    private EventsToken? _warnedOf;
    private EventsToken? _token;

    internal EventsTelemetry(EventsRegion region, EventsClientOptions options)
    {
        (_log, _region, _expiryWarning, _attempts) = (
            (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger(SourceName), region, options.TokenExpiryWarning, options.Resilience.Retry.MaxRetryAttempts + 1);
        Place = SafeText.Line(options.Name is null ? region.Name : $"{region.Name} ({options.Name})");
        Server = new ServerClock(options.TimeProvider, difference => _log.ClockDiffers(difference, Place));
    }

    /// <summary>The clock of the server.</summary>
    internal ServerClock Server { get; }

    /// <summary>The region and, if it has one, the client's name, for messages.</summary>
    internal string Place { get; }

    /// <summary>Adds a gauge that is read when somebody listens.</summary>
    internal static void Gauge(string name, string unit, string description, Func<IEnumerable<Measurement<double>>> measure) =>
        Meter.CreateObservableGauge(name, measure, unit, description);

    internal Activity? StartPage(string feed)
    {
        var activity = Activities.StartActivity("read_page", ActivityKind.Internal);
        activity?.SetTag(FeedTag, feed).SetTag(RegionTag, _region.Name);
        return activity;
    }

    internal void PageRead(Activity? activity, string feed, IPage page, TimeProvider clock)
    {
        activity?.SetTag("onepassword.events.count", page.Count);
        var tags = Tags(feed);
        Pages.Add(1, tags);
        Events.Add(page.Count, tags);
        if (Lag.Enabled && page.Newest is { } newest)
            Lag.Record(Math.Max(0, (clock.GetUtcNow() - newest.Value).TotalSeconds), tags);
        _log.PageRead(feed, Place, page.Count, page.HasMore);
    }

    internal void ItemsMissing(string feed) => PagesWithoutItems.Add(1, Tags(feed));

    internal static void PageFailed(Activity? activity, EventsException error)
    {
        activity?.SetStatus(ActivityStatusCode.Error, error.Reason.ToString());
        activity?.SetTag(ReasonTag, error.Reason.ToString());
    }

    internal void Retrying(CallState state, HttpResponseMessage? answer, Exception? failure)
    {
        var why = answer is null
            ? ReasonOf(failure!)?.ToString() ?? "_OTHER"
            : ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        var tags = Tags(state.Feed);
        tags.Add(ReasonTag, why);
        Retries.Add(1, tags);
        _log.Retrying(state.Feed, Place, state.Attempts, _attempts, failure is TransportException or UnusableBodyException ? Safe($"{why}: {failure.Message}") : why, state.NextDelay.TotalSeconds);
    }

    internal void PagesShrink(string feed, int size) => _log.PagesShrink(feed, Place, size);

    private static EventsFailure? ReasonOf(Exception failure) => SendFailure.Reason(failure) ?? (failure is PageShapeException ? EventsFailure.UnexpectedResponse : DamagedPage.IsOne(failure) ? EventsFailure.MalformedJson : null);

    // The function that handles pages may throw anything.
    private string Safe(string text) => SafeText.Line(text, _token?.Redaction);

    /// <summary>A request waits for the quota, at least for <paramref name="least"/> if that is known.</summary>
    internal void QuotaWaitStarts(string feed, TimeSpan? least)
    {
        Waiting.Add(1, Tags(feed));
        if (least >= LongWait)
            _log.WaitingForQuota(feed, Place, least.Value.TotalSeconds);
    }

    internal void QuotaWaitEnds(string feed, TimeSpan wait)
    {
        var tags = Tags(feed);
        Waiting.Add(-1, tags);
        QuotaWaits.Record(wait.TotalSeconds, tags);
        if (wait >= LongWait)
            _log.WaitedForQuota(feed, Place, wait.TotalSeconds);
    }

    internal void Dropped(string feed, int count)
    {
        if (count > 0)
            Duplicates.Add(count, Tags(feed));
    }

    internal void Restarting(string feed, string name, DateTimeOffset start) => _log.Restarting(feed, Place, name, start);

    /// <summary>A follower failed; <paramref name="wait"/> is null if it ends by that.</summary>
    internal void FollowingFailed(string feed, string name, Exception failure, TimeSpan? wait)
    {
        var tags = Tags(feed);
        tags.Add(ReasonTag, (failure as EventsException)?.Reason.ToString() ?? failure.GetType().Name);
        FollowFailures.Add(1, tags);

        // A failure of the library says all in its message; one of the program's own function is of use only as a whole.
        if (wait is { } time)
            _log.FollowingFailed(feed, Place, name, Safe(failure.Message), time.TotalSeconds, failure is EventsException or CheckpointException ? null : failure);
        else
            _log.FollowingEnded(feed, Place, name, Safe(failure.Message));
    }

    private TagList Tags(string feed) => new() { { FeedTag, feed }, { RegionTag, _region.Name } };

    /// <summary>Warns once for each token that expires soon.</summary>
    internal void TokenSeen(EventsToken token, TimeProvider clock)
    {
        _token = token;
        if (token.ExpiresAt is not { } expiry || expiry - clock.GetUtcNow() >= _expiryWarning)
            return;
        if (Interlocked.Exchange(ref _warnedOf, token)?.Value != token.Value)
            _log.TokenExpires(Place, expiry);
    }
}
