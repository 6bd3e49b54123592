namespace OnePassword.Events.Pipeline.Quota;

/// <summary>
/// One limit, as an exact sliding log. A request counts from the moment it is let through until one window after its answer:
/// the server counted it somewhere in between, so it cannot still count it after that.
/// </summary>
internal sealed class QuotaWindow(TimeSpan length)
{
    private readonly Queue<long> _answered = new();
    private int _underWay;

    public int Limit { get; set; } = int.MaxValue;

    public void Take() => _underWay++;

    public void Answered(long now)
    {
        _underWay--;
        _answered.Enqueue(now);
    }

    /// <summary>The request never left: it counts nowhere.</summary>
    public void Untake() => _underWay--;

    /// <summary>How long until there is room: zero for now, null for "when a request that is under way is answered".</summary>
    public TimeSpan? UntilRoom(long now, TimeProvider clock)
    {
        Forget(now, clock);
        if (_underWay + _answered.Count < Limit)
            return TimeSpan.Zero;
        return _answered.TryPeek(out var next) ? length - clock.GetElapsedTime(next, now) : null;
    }

    /// <summary>Whether no request counts.</summary>
    public bool IsEmpty(long now, TimeProvider clock)
    {
        Forget(now, clock);
        return _underWay + _answered.Count == 0;
    }

    private void Forget(long now, TimeProvider clock)
    {
        while (_answered.TryPeek(out var oldest) && clock.GetElapsedTime(oldest, now) >= length)
            _answered.Dequeue();
    }
}
