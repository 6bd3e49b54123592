namespace OnePassword.Events.Emulator.Access;

/// <summary>A limit of <paramref name="limit"/> requests in any <paramref name="period"/>.</summary>
internal sealed class SlidingWindow(int limit, TimeSpan period)
{
    private readonly Queue<DateTimeOffset> _accepted = new();

    /// <summary>Returns the time until the next request is within the limit, or zero.</summary>
    public TimeSpan WaitAt(DateTimeOffset now)
    {
        while (_accepted.TryPeek(out var oldest) && oldest + period <= now)
            _accepted.Dequeue();
        return _accepted.Count < limit ? TimeSpan.Zero : _accepted.Peek() + period - now;
    }

    public void Record(DateTimeOffset now) => _accepted.Enqueue(now);
}
