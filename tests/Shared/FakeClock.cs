using System.Threading.Channels;

namespace OnePassword.Events.Testing;

/// <summary>
/// A <see cref="FakeTimeProvider"/> for code that runs beside the test. The package lacks three things: it does not report that
/// code waits on the clock, it cannot advance to the next timer, and it cannot change the time of day without time passing.
/// </summary>
internal sealed class FakeClock(DateTimeOffset now) : FakeTimeProvider(now)
{
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();
    private readonly Dictionary<ITimer, long> _due = [];
    private long _off;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _off));

    public override long GetTimestamp() => base.GetUtcNow().UtcTicks;

    /// <summary>Changes the time of day. Timers and timestamps do not notice, unlike with <see cref="FakeTimeProvider.AdjustTime"/>.</summary>
    public void Set(TimeSpan by) => Interlocked.Add(ref _off, by.Ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new WatchedTimer(this, base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Completes when code waits on the clock, and returns for how long; each wait is reported once.</summary>
    /// <exception cref="TimeoutException">No code does.</exception>
    public Task<TimeSpan> SomebodyWaitsAsync() => _waits.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(2), System);

    /// <summary>Completes when code waits on the clock for exactly that long.</summary>
    public async Task SomebodyWaitsAsync(TimeSpan wait)
    {
        while (await SomebodyWaitsAsync() != wait)
        {
        }
    }

    /// <summary>Advances to the next timer, unless it is further away than <paramref name="within"/>.</summary>
    public bool AdvanceToNextTimer(TimeSpan within)
    {
        long left;
        lock (_due)
        {
            var reached = GetTimestamp();
            foreach (var (timer, _) in _due.Where(timer => timer.Value <= reached))
                _due.Remove(timer);
            if (_due.Count == 0)
                return false;
            left = _due.Values.Min() - reached;
        }
        if (left > within.Ticks)
            return false;
        Advance(TimeSpan.FromTicks(left));
        return true;
    }

    /// <summary>
    /// Advances from timer to timer until the work is done. Timers further away than <paramref name="within"/> are not reached:
    /// they are timeouts of work that does not wait for the clock.
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

    private sealed class WatchedTimer(FakeClock clock, ITimer timer) : ITimer
    {
        private bool _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Note(null);
            long start;
            bool changed;
            do
            {
                start = clock.GetTimestamp();
                changed = timer.Change(dueTime, period);
            }
            while (dueTime > TimeSpan.Zero && clock.GetTimestamp() != start); // Else it may be due later than what is noted.

            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                Note(start + dueTime.Ticks);
                clock._waits.Writer.TryWrite(dueTime);
            }
            return changed;
        }

        public void Dispose()
        {
            _disposed = true;
            Note(null);
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Note(long? due)
        {
            lock (clock._due)
            {
                if (due is null || _disposed)
                    clock._due.Remove(this);
                else
                    clock._due[this] = due.Value;
            }
        }
    }
}
