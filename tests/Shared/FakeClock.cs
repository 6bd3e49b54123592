using System.Threading.Channels;

namespace OnePassword.Events.Testing;

/// <summary>
/// A fake clock for tests that step from timer to timer while code runs on other threads. FakeTimeProvider serves all others. It cannot
/// report waits, advance to the next timer, or change the time of day without time passing, and it runs due timers on whichever thread
/// reads it, so that <c>Advance</c> can return before they have run.
/// </summary>
internal sealed class FakeClock(DateTimeOffset now) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<FakeTimer> _timers = [];
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();
    private DateTimeOffset _now = now;
    private TimeSpan _off;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    private DateTimeOffset Steady
    {
        get
        {
            lock (_lock)
                return _now;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now + _off;
    }

    public override long GetTimestamp() => Steady.UtcTicks;

    /// <summary>Has it show another time of day from here on. No time passes: neither timers nor timestamps notice.</summary>
    public void Set(TimeSpan by)
    {
        lock (_lock)
            _off += by;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Completes when somebody waits on the clock, and says for how long; each wait is reported once.</summary>
    /// <exception cref="TimeoutException">Nobody does.</exception>
    public Task<TimeSpan> SomebodyWaitsAsync() => _waits.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(2), System);

    /// <summary>Completes when somebody waits on the clock for just that long.</summary>
    public async Task SomebodyWaitsAsync(TimeSpan wait)
    {
        while (await SomebodyWaitsAsync() != wait)
        {
        }
    }

    /// <summary>Turns the clock, stopping at each timer on the way.</summary>
    public void Advance(TimeSpan time)
    {
        var end = Steady + time;
        while (AdvanceToNextTimer(end - Steady))
        {
        }
        lock (_lock)
            _now = end;
    }

    /// <summary>Turns the clock to the next timer, unless that is further away than <paramref name="within"/>.</summary>
    public bool AdvanceToNextTimer(TimeSpan within)
    {
        FakeTimer? next;
        lock (_lock)
        {
            next = _timers.MinBy(timer => timer.Due);
            if (next is null || next.Due > _now + within)
                return false;
            _timers.Remove(next);
            _now = next.Due > _now ? next.Due : _now;
        }
        next.Fire();
        return true;
    }

    /// <summary>
    /// Turns the clock from timer to timer until the work is done. Timers further away than <paramref name="within"/> are left
    /// alone: time-outs, which guard work that is not waiting for the clock.
    /// </summary>
    public async Task RunAsync(Task work, TimeSpan? within = null)
    {
        while (!work.IsCompleted)
        {
            if (!AdvanceToNextTimer(within ?? TimeSpan.FromHours(1)))
                await Task.WhenAny(work, Task.Delay(TimeSpan.FromMilliseconds(1), System));
        }
        await work;
    }

    /// <inheritdoc cref="RunAsync(Task, TimeSpan?)"/>
    public async Task<T> RunAsync<T>(Task<T> work, TimeSpan? within = null)
    {
        await RunAsync((Task)work, within);
        return await work;
    }

    private sealed class FakeTimer(FakeClock clock, Action fire) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                Due = clock._now + dueTime;
                clock._timers.Add(this);
            }
            clock._waits.Writer.TryWrite(dueTime);
            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
