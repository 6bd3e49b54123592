using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using OnePassword.Events.Diagnostics;

namespace OnePassword.Events.Hosting;

/// <summary>How the followers of the process stand: for the health check, and for the gauges.</summary>
internal sealed class FollowerHealth(string name, TimeProvider clock) : IProgress<FollowProgress>
{
    private static readonly ConcurrentDictionary<FollowerHealth, byte> All = [];

    private FollowProgress? _answer;
    private FollowProgress? _failure;

    static FollowerHealth()
    {
        Instruments.Gauge("onepassword.events.follow.lag", "s", "Age of the newest event of a follower that is behind; 0 for one that has caught up.", () => Measure(health => health.Lag));
        Instruments.Gauge("onepassword.events.follow.silence", "s", "Time since the newest event of a follower.", () => Measure(health => health.Silence));
        Instruments.Gauge("onepassword.events.follow.failing", "{follower}", "1 for a follower that fails, 0 for one that does not.", () => Measure(health => health.Failure is null ? 0 : 1));
    }

    public string Name => name;

    /// <summary>What is wrong now; null if the last answer was a good one.</summary>
    public FollowProgress? Failure => _failure;

    /// <summary>Whether it has ended by its failure.</summary>
    public bool HasEnded => _failure is { RetryIn: null };

    public double? Silence => _answer?.LastEventTime is { } last ? Math.Max(0, (clock.GetUtcNow() - last.Value).TotalSeconds) : null;

    public double? Lag => _answer is { CaughtUp: true } ? 0 : Silence;

    public void Start() => All.TryAdd(this, 0);

    public void Stop() => All.TryRemove(this, out _);

    public void Report(FollowProgress value)
    {
        if (value.Failure is null)
            (_answer, _failure) = (value, null);
        else
            _failure = value;
    }

    private static IEnumerable<Measurement<double>> Measure(Func<FollowerHealth, double?> value)
    {
        foreach (var health in All.Keys)
        {
            if (value(health) is { } number)
                yield return new Measurement<double>(number, new KeyValuePair<string, object?>("onepassword.events.follower", health.Name));
        }
    }
}
