namespace OnePassword.Events.Destinations.Delivery;

/// <summary>The counters of a delivery. They are only ever increased.</summary>
internal sealed class DeliveryCounters
{
    private long _delivered;
    private long _sentAgain;
    private long _deadLetters;
    private long _attempts;
    private long _bytes;
    private long _failures;
    private long _warnings;

    public DeliveryStatistics Snapshot => new(
        Interlocked.Read(ref _delivered), Interlocked.Read(ref _sentAgain), Interlocked.Read(ref _deadLetters),
        Interlocked.Read(ref _attempts), Interlocked.Read(ref _bytes), Interlocked.Read(ref _failures),
        Interlocked.Read(ref _warnings));

    public void Attempt(EventBatch batch, bool isRepeated)
    {
        Interlocked.Increment(ref _attempts);
        Interlocked.Add(ref _bytes, batch.Events.Sum(one => (long)one.Encoded.Length));
        if (isRepeated)
            Interlocked.Add(ref _sentAgain, batch.Events.Count);
    }

    public void Delivered(int events) => Interlocked.Add(ref _delivered, events);

    public void DeadLetters(int events) => Interlocked.Add(ref _deadLetters, events);

    public void Failed() => Interlocked.Increment(ref _failures);

    public void Warned() => Interlocked.Increment(ref _warnings);
}
