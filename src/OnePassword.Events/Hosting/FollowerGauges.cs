using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using OnePassword.Events.Diagnostics;

namespace OnePassword.Events.Hosting;

/// <summary>The gauges of the running hosted followers of the process.</summary>
internal static class FollowerGauges
{
    private static readonly ConcurrentDictionary<FollowerMonitor, byte> Running = [];

    static FollowerGauges()
    {
        Gauge(
            "lag", "s", "Age of the newest event of a follower; 0 if it has caught up.",
            (status, now) => status.Lag(now)?.TotalSeconds);
        Gauge("silence", "s", "Time since a follower received an event.", (status, now) => status.Silence(now).TotalSeconds);
        Gauge("failing", "{follower}", "1 if the last attempt failed, else 0.", (status, _) => status.Failure is null ? 0 : 1);
        Gauge(
            "failed_deliveries", "{delivery}", "Deliveries of the current page on which the handler failed.",
            (status, _) => status.FailedDeliveries);
    }

    public static void Add(FollowerMonitor monitor) => Running.TryAdd(monitor, 0);

    public static void Remove(FollowerMonitor monitor) => Running.TryRemove(monitor, out _);

    private static void Gauge(
        string name, string unit, string description, Func<FollowerStatus, DateTimeOffset, double?> value) =>
        Instruments.Gauge($"onepassword.events.follow.{name}", unit, description, () => Measure(value));

    private static TagList Tags(FollowerStatus status) => status.AccountName.Length == 0
        ? new() { { Instruments.FollowerTag, status.Name } }
        : new() { { Instruments.FollowerTag, status.Name }, { Instruments.AccountTag, status.AccountName } };

    private static IEnumerable<Measurement<double>> Measure(Func<FollowerStatus, DateTimeOffset, double?> value)
    {
        foreach (var monitor in Running.Keys)
        {
            var status = monitor.Status;
            if (value(status, monitor.Now) is { } number)
                yield return new(number, Tags(status));
        }
    }
}
