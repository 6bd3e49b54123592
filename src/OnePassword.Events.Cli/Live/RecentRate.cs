namespace OnePassword.Events.Cli.Live;

/// <summary>The rate of a growing count over the last seconds.</summary>
internal sealed class RecentRate(TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Queue<(long Time, long Count)> _samples = new();

    /// <summary>Adds the current count, and returns the rate per second.</summary>
    public double Next(long count)
    {
        var now = clock.GetTimestamp();
        _samples.Enqueue((now, count));
        while (_samples.Count > 2 && clock.GetElapsedTime(_samples.Peek().Time, now) > Window)
            _samples.Dequeue();
        var first = _samples.Peek();
        var elapsed = clock.GetElapsedTime(first.Time, now);
        return elapsed > TimeSpan.Zero ? (count - first.Count) / elapsed.TotalSeconds : 0;
    }
}
