using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OnePassword.Events.Diagnostics;

/// <summary>The library's spans and instruments. All clients of the process share them.</summary>
internal static class Instruments
{
    public const string FeedTag = "onepassword.events.feed";
    public const string AccountTag = "onepassword.events.account";
    public const string RegionTag = "onepassword.events.region";
    public const string CountTag = "onepassword.events.count";
    public const string FollowerTag = "onepassword.events.follower";
    public const string ReasonTag = "error.type";

    public static readonly ActivitySource Activities = new(EventsTelemetry.SourceName);

    private static readonly Meter Meter = new(EventsTelemetry.SourceName);

    public static readonly Counter<long> Pages = Meter.CreateCounter<long>("onepassword.events.pages", "{page}", "Pages read.");
    public static readonly Counter<long> PagesWithoutItems = Meter.CreateCounter<long>(
        "onepassword.events.pages.without_items", "{page}", "Pages whose items were null or absent although the cursor moved.");
    public static readonly Counter<long> Events = Meter.CreateCounter<long>("onepassword.events.read", "{event}", "Events read.");
    public static readonly Counter<long> Retries = Meter.CreateCounter<long>(
        "onepassword.events.retries", "{retry}", "Retried requests.");
    public static readonly Histogram<double> QuotaWaits = Meter.CreateHistogram<double>(
        "onepassword.events.quota.wait", "s", "Time that requests waited for the quota.");
    public static readonly UpDownCounter<long> Waiting = Meter.CreateUpDownCounter<long>(
        "onepassword.events.quota.waiting", "{request}", "Requests that wait for the quota now.");
    public static readonly Histogram<double> Lag = Meter.CreateHistogram<double>(
        "onepassword.events.lag", "s", "Age of the newest event of a page when it was read.");
    public static readonly Counter<long> Duplicates = Meter.CreateCounter<long>(
        "onepassword.events.duplicates", "{event}", "Duplicate events that a follower dropped.");
    public static readonly Counter<long> FollowFailures = Meter.CreateCounter<long>(
        "onepassword.events.follow.failures", "{failure}", "Failures after which a follower waited or stopped.");

    /// <summary>Adds a gauge that is measured only while a listener collects it.</summary>
    public static void Gauge(string name, string unit, string description, Func<IEnumerable<Measurement<double>>> measure) =>
        Meter.CreateObservableGauge(name, measure, unit, description);
}
