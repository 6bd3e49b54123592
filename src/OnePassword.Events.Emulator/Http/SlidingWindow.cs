namespace OnePassword.Events.Emulator.Http;

/// <summary>At most <paramref name="limit"/> requests in any stretch of time of length <paramref name="period"/>.</summary>
internal sealed class SlidingWindow(int limit, TimeSpan period)
{
    private readonly Queue<DateTimeOffset> _admitted = new();

    /// <summary>How long until one more request fits; zero if it does now.</summary>
    public TimeSpan WaitAt(DateTimeOffset now)
    {
        while (_admitted.TryPeek(out var oldest) && oldest + period <= now)
            _admitted.Dequeue();
        return _admitted.Count < limit ? TimeSpan.Zero : _admitted.Peek() + period - now;
    }

    public void Admit(DateTimeOffset now) => _admitted.Enqueue(now);
}
