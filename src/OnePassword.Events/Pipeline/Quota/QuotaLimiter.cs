namespace OnePassword.Events.Pipeline.Quota;

/// <summary>
/// Lets the requests of one account through, as many as both quotas allow and in the order in which they came, whichever feed
/// or client they belong to.
/// </summary>
internal sealed class QuotaLimiter : IDisposable
{
    private static readonly TimeSpan MinTimer = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private readonly QuotaWindow _minute = new(TimeSpan.FromMinutes(1));
    private readonly QuotaWindow _hour = new(TimeSpan.FromHours(1));
    private readonly LinkedList<QuotaWaiter> _waiting = new();
    private readonly Dictionary<(int PerMinute, int PerHour), int> _clients = [];
    private long _pausedAt;
    private TimeSpan _pause;

    public QuotaLimiter(TimeProvider clock)
    {
        _clock = clock;
        _timer = clock.CreateTimer(static self => ((QuotaLimiter)self!).Admit(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many requests wait now.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _waiting.Count;
        }
    }

    /// <summary>The least time until there is room for a request; null if that is for a request under way to say.</summary>
    public TimeSpan? UntilNext
    {
        get
        {
            lock (_lock)
                return UntilRoom();
        }
    }

    /// <summary>Nothing waits, nothing is under way, and nothing counts any more.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock)
            {
                var now = _clock.GetTimestamp();
                return _waiting.Count == 0 && PauseLeft(now) == TimeSpan.Zero && _hour.IsEmpty(now, _clock);
            }
        }
    }

    /// <summary>A client of the account begins to read; of all clients' limits, the lowest hold.</summary>
    public void Join(EventsRateLimiterOptions quota) => Count(quota, 1);

    /// <summary>A client of the account has ended, and its limits with it.</summary>
    public void Leave(EventsRateLimiterOptions quota) => Count(quota, -1);

    /// <summary>Waits for a turn. Cancelling gives up the place in the queue.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <param name="patience">The longest pause of the server that is waited for. A longer one, also one that comes later, refuses the turn at once.</param>
    public ValueTask<QuotaPermit> AcquireAsync(CancellationToken cancellationToken, TimeSpan? patience = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LinkedListNode<QuotaWaiter> place;
        lock (_lock)
        {
            if (PauseLeft(_clock.GetTimestamp()) is var pause && pause > TimeSpan.Zero && pause > patience)
                return ValueTask.FromResult(QuotaPermit.Paused(pause));
            if (_waiting.Count == 0 && UntilRoom() == TimeSpan.Zero)
                return ValueTask.FromResult(Take());
            place = _waiting.AddLast(new QuotaWaiter(patience ?? TimeSpan.MaxValue));
            SetTimer();
        }
        return new ValueTask<QuotaPermit>(WaitAsync(place, cancellationToken));
    }

    /// <summary>Lets nothing through for a while, because the server has refused a request of this account.</summary>
    public void Pause(TimeSpan pause)
    {
        lock (_lock)
        {
            if (pause <= PauseLeft(_clock.GetTimestamp()))
                return;
            (_pausedAt, _pause) = (_clock.GetTimestamp(), pause);
            foreach (var waiter in _waiting.Where(waiter => waiter.Patience < pause).ToList())
            {
                _waiting.Remove(waiter);
                waiter.Turn.SetResult(QuotaPermit.Paused(pause));
            }
            SetTimer();
        }
    }

    public void Dispose() => _timer.Dispose();

    internal void Return(bool sent)
    {
        lock (_lock)
        {
            var now = _clock.GetTimestamp();
            foreach (var window in (ReadOnlySpan<QuotaWindow>)[_minute, _hour])
            {
                if (sent)
                    window.Answered(now);
                else
                    window.Untake();
            }
        }
        Admit();
    }

    private void Count(EventsRateLimiterOptions quota, int change)
    {
        lock (_lock)
        {
            var key = (quota.PerMinute, quota.PerHour);
            if ((_clients[key] = _clients.GetValueOrDefault(key) + change) == 0)
                _clients.Remove(key);
            if (_clients.Count == 0)
                return; // What is still under way goes by the limits of the last client.
            (_minute.Limit, _hour.Limit) = (_clients.Keys.Min(limits => limits.PerMinute), _clients.Keys.Min(limits => limits.PerHour));
        }
        Admit();
    }

    private async Task<QuotaPermit> WaitAsync(LinkedListNode<QuotaWaiter> place, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(_ => Leave(place, cancellationToken), null);
        return await place.Value.Turn.Task.ConfigureAwait(false);
    }

    private void Leave(LinkedListNode<QuotaWaiter> place, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (place.List is null)
                return; // It has its permit already.
            _waiting.Remove(place);
        }
        place.Value.Turn.SetCanceled(cancellationToken);
        Admit();
    }

    private void Admit()
    {
        lock (_lock)
        {
            while (_waiting.First is { } first && UntilRoom() == TimeSpan.Zero)
            {
                _waiting.RemoveFirst();
                first.Value.Turn.SetResult(Take());
            }
            SetTimer();
        }
    }

    private QuotaPermit Take()
    {
        _minute.Take();
        _hour.Take();
        return new QuotaPermit(this);
    }

    private TimeSpan? UntilRoom()
    {
        var now = _clock.GetTimestamp();
        TimeSpan longest = PauseLeft(now);
        foreach (var window in (ReadOnlySpan<QuotaWindow>)[_minute, _hour])
        {
            if (window.UntilRoom(now, _clock) is not { } wait)
                return null;
            longest = wait > longest ? wait : longest;
        }
        return longest;
    }

    private TimeSpan PauseLeft(long now)
    {
        var left = _pause - _clock.GetElapsedTime(_pausedAt, now);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private void SetTimer()
    {
        var due = _waiting.Count > 0 && UntilRoom() is { } wait ? wait : Timeout.InfiniteTimeSpan;
        _timer.Change(due >= TimeSpan.Zero && due < MinTimer ? MinTimer : due, Timeout.InfiniteTimeSpan);
    }
}
