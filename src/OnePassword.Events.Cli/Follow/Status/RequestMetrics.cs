using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace OnePassword.Events.Cli.Follow.Status;

/// <summary>Sums up what the library measures about requests, per account and feed.</summary>
internal sealed class RequestMetrics : IDisposable
{
    private const string RetriesName = "onepassword.events.retries";
    private const string QuotaWaitName = "onepassword.events.quota.wait";
    private const string WaitingName = "onepassword.events.quota.waiting";

    private static readonly string[] Names = [RetriesName, QuotaWaitName, WaitingName];

    private readonly ConcurrentDictionary<(string Instrument, string Account, string Feed), double> _sums = [];
    private readonly MeterListener _listener = new();

    public RequestMetrics()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == EventsTelemetry.SourceName && Names.Contains(instrument.Name, StringComparer.Ordinal))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public double Retries(FeedStatus feed) => Sum(RetriesName, feed);

    /// <summary>Returns the total wait for the quota, in seconds.</summary>
    public double QuotaWait(FeedStatus feed) => Sum(QuotaWaitName, feed);

    /// <summary>Returns how many requests wait for the quota now.</summary>
    public double Waiting(FeedStatus feed) => Sum(WaitingName, feed);

    public void Dispose() => _listener.Dispose();

    private double Sum(string instrument, FeedStatus feed) =>
        _sums.GetValueOrDefault((instrument, feed.Status.AccountName, feed.Status.Feed));

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var (account, feed) = ("", "");
        foreach (var tag in tags)
        {
            if (tag.Key == "onepassword.events.account")
                account = (string)tag.Value!;
            else if (tag.Key == "onepassword.events.feed")
                feed = (string)tag.Value!;
        }
        _sums.AddOrUpdate((instrument.Name, account, feed), value, (_, sum) => sum + value);
    }
}
