using System.Threading.Channels;

namespace OnePassword.Events.Testing;

/// <summary>
/// A fake clock for tests that advance from timer to timer while code runs on other threads. Other tests use FakeTimeProvider, which
/// cannot report timers, advance to the next timer, or change the time of day while no time passes. It runs due timers on the thread
/// that reads the clock, so <c>Advance</c> can return before they have run.
/// </summary>
internal sealed class FakeClock(DateTimeOffset now) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<FakeTimer> _timers = [];
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();
    private DateTimeOffset _now = now;
    private TimeSpan _offset;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    private DateTimeOffset Elapsed
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
            return _now + _offset;
    }

    public override long GetTimestamp() => Elapsed.UtcTicks;

    /// <summary>Changes the time of day. No time passes: timers and timestamps are not affected.</summary>
    public void Set(TimeSpan by)
    {
        lock (_lock)
            _offset += by;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Completes when code starts a timer, and returns its duration. Each timer is returned once.</summary>
    /// <exception cref="TimeoutException">No code started a timer.</exception>
    public Task<TimeSpan> TimerStartedAsync() => _waits.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(2), System);

    /// <summary>Completes when code starts a timer of this duration.</summary>
    public async Task TimerStartedAsync(TimeSpan wait)
    {
        while (await TimerStartedAsync() != wait)
        {
        }
    }

    /// <summary>Advances the clock, timer by timer.</summary>
    public void Advance(TimeSpan time)
    {
        var end = Elapsed + time;
        while (AdvanceToNextTimer(end - Elapsed))
        {
        }
        lock (_lock)
            _now = end;
    }

    /// <summary>Advances the clock to the next timer, unless that is later than <paramref name="within"/> from now.</summary>
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
    /// Advances the clock from timer to timer until the work is complete. It does not reach timers later than <paramref name="within"/>
    /// from now, such as timeouts of work that does not wait for the clock.
    /// </summary>
    /// <exception cref="TimeoutException">The work is not complete after <see cref="Wait.Limit"/>.</exception>
    public async Task RunAsync(Task work, TimeSpan? within = null)
    {
        var start = System.GetTimestamp();
        while (!work.IsCompleted)
        {
            if (System.GetElapsedTime(start) > Wait.Limit)
                throw new TimeoutException($"Not complete after {Wait.Limit.TotalMinutes:0} minutes, at {Elapsed:O} of the clock.");
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
