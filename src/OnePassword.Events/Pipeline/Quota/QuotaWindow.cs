namespace OnePassword.Events.Pipeline.Quota;

/// <summary>
/// One limit, as an exact sliding log. A request counts from its permit until one window after its response. The server counts
/// it at some time in between, so it no longer counts it after that window.
/// </summary>
internal sealed class QuotaWindow(TimeSpan length)
{
    private readonly Queue<long> _completed = new();
    private int _inFlight;

    public int Limit { get; set; } = int.MaxValue;

    public void Take() => _inFlight++;

    public void Complete(long now)
    {
        _inFlight--;
        _completed.Enqueue(now);
    }

    /// <summary>The request was not sent, so it does not count.</summary>
    public void Release() => _inFlight--;

    /// <summary>Returns the time until a permit is available; null if that depends on a request in flight.</summary>
    public TimeSpan? UntilAvailable(long now, TimeProvider clock)
    {
        RemoveOld(now, clock);
        if (_inFlight + _completed.Count < Limit)
            return TimeSpan.Zero;
        return _completed.TryPeek(out var next) ? length - clock.GetElapsedTime(next, now) : null;
    }

    /// <summary>Whether no request counts.</summary>
    public bool IsEmpty(long now, TimeProvider clock)
    {
        RemoveOld(now, clock);
        return _inFlight + _completed.Count == 0;
    }

    private void RemoveOld(long now, TimeProvider clock)
    {
        while (_completed.TryPeek(out var oldest) && clock.GetElapsedTime(oldest, now) >= length)
            _completed.Dequeue();
    }
}
