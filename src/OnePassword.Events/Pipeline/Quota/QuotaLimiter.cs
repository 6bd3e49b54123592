namespace OnePassword.Events.Pipeline.Quota;

/// <summary>Grants the permits of one account within both quotas, in the order of the requests of all clients.</summary>
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
    private readonly QuotaPause _pause = new();

    public QuotaLimiter(TimeProvider clock)
    {
        _clock = clock;
        _timer = clock.CreateTimer(
            static self => ((QuotaLimiter)self!).Admit(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The number of requests that wait now.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _waiting.Count;
        }
    }

    /// <summary>The time until the next permit, zero if unknown; null if no request waits and there is no pause.</summary>
    public TimeSpan? Wait
    {
        get
        {
            lock (_lock)
            {
                if (_waiting.Count > 0)
                    return UntilAvailable() ?? TimeSpan.Zero;
                return _pause.Left(_clock.GetTimestamp(), _clock) is var pause && pause > TimeSpan.Zero ? pause : null;
            }
        }
    }

    /// <summary>Whether no request waits, is in flight or still counts.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock)
            {
                var now = _clock.GetTimestamp();
                return _waiting.Count == 0 && _pause.Left(now, _clock) == TimeSpan.Zero && _hour.IsEmpty(now, _clock);
            }
        }
    }

    /// <summary>Adds a client of the account. The lowest limits of all clients apply.</summary>
    public void Join(EventsRateLimiterOptions quota) => Count(quota, 1);

    /// <summary>Removes a client of the account, and its limits.</summary>
    public void Leave(EventsRateLimiterOptions quota) => Count(quota, -1);

    /// <summary>Requests a permit. Canceling gives up the place in the queue.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <param name="patience">
    /// The longest pause to wait for. If a longer pause is in effect, or begins later, the result is not acquired.
    /// </param>
    public QuotaRequest Request(CancellationToken cancellationToken, TimeSpan? patience = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LinkedListNode<QuotaWaiter> place;
        TimeSpan? least;
        lock (_lock)
        {
            if (_pause.Left(_clock.GetTimestamp(), _clock) is var pause && pause > TimeSpan.Zero && pause > patience)
                return QuotaRequest.Decided(QuotaPermit.Paused(pause));
            least = UntilAvailable();
            if (_waiting.Count == 0 && least == TimeSpan.Zero)
                return QuotaRequest.Decided(Grant());
            place = _waiting.AddLast(new QuotaWaiter(patience ?? TimeSpan.MaxValue));
            SetTimer();
        }
        return new QuotaRequest(Waits: true, least, new ValueTask<QuotaPermit>(WaitAsync(place, cancellationToken)));
    }

    /// <summary>Grants no permit until the pause ends, because the server rejected a request of this account.</summary>
    public void Pause(TimeSpan pause)
    {
        lock (_lock)
        {
            if (pause <= _pause.Left(_clock.GetTimestamp(), _clock))
                return;
            _pause.Begin(pause, _clock.GetTimestamp());
            foreach (var waiter in _waiting.Where(waiter => waiter.Patience < pause).ToList())
            {
                _waiting.Remove(waiter);
                waiter.Permit.SetResult(QuotaPermit.Paused(pause));
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
                    window.Complete(now);
                else
                    window.Release();
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
                return; // Requests in flight keep the limits of the last client.
            _minute.Limit = _clients.Keys.Min(limits => limits.PerMinute);
            _hour.Limit = _clients.Keys.Min(limits => limits.PerHour);
        }
        Admit();
    }

    private async Task<QuotaPermit> WaitAsync(LinkedListNode<QuotaWaiter> place, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(_ => Leave(place, cancellationToken), null);
        return await place.Value.Permit.Task.ConfigureAwait(false);
    }

    private void Leave(LinkedListNode<QuotaWaiter> place, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (place.List is null)
                return; // It already has its permit.
            _waiting.Remove(place);
        }
        place.Value.Permit.SetCanceled(cancellationToken);
        Admit();
    }

    private void Admit()
    {
        lock (_lock)
        {
            while (_waiting.First is { } first && UntilAvailable() == TimeSpan.Zero)
            {
                _waiting.RemoveFirst();
                first.Value.Permit.SetResult(Grant());
            }
            SetTimer();
        }
    }

    private QuotaPermit Grant()
    {
        _minute.Take();
        _hour.Take();
        return new QuotaPermit(this);
    }

    private TimeSpan? UntilAvailable()
    {
        var now = _clock.GetTimestamp();
        TimeSpan longest = _pause.Left(now, _clock);
        foreach (var window in (ReadOnlySpan<QuotaWindow>)[_minute, _hour])
        {
            if (window.UntilAvailable(now, _clock) is not { } wait)
                return null;
            longest = wait > longest ? wait : longest;
        }
        return longest;
    }

    private void SetTimer()
    {
        var due = _waiting.Count > 0 && UntilAvailable() is { } wait ? wait : Timeout.InfiniteTimeSpan;
        _timer.Change(due >= TimeSpan.Zero && due < MinTimer ? MinTimer : due, Timeout.InfiniteTimeSpan);
    }
}
