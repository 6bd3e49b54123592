namespace OnePassword.Events.Destinations.Delivery;

/// <summary>
/// Bounds the dead letters of a destination. A wrong index or a wrong format would otherwise make a dead letter of every event.
/// </summary>
internal sealed class DeadLetterBudget(DeliveryOptions options)
{
    // Feeds with few events have pages of one event, of which any share is the whole page.
    private const int MaxRejectedPages = 10;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Queue<(long Time, int Count)> _deadLetters = new();
    private int _countInWindow;
    private int _rejectedPages; // In a row, without a delivered event between them.

    /// <summary>Returns how many events of a page may become dead letters.</summary>
    public int Allowed(int events) =>
        options.DeadLetters is null ? 0 : Math.Max(1, (int)(options.MaxRejectedShare * events));

    /// <summary>Takes a number of dead letters from the budget.</summary>
    /// <returns>The limit that they exceed; null if they may be written.</returns>
    public string? TryTake(int rejected, int events)
    {
        lock (_lock)
        {
            if (rejected == 0)
            {
                _rejectedPages = events > 0 ? 0 : _rejectedPages;
                return null;
            }
            if (options.DeadLetters is null)
                return "there is no place for dead letters";
            if (rejected > Allowed(events))
                return FormattableString.Invariant($"at most {Allowed(events)} of a page of {events} may become dead letters");
            while (_deadLetters.TryPeek(out var oldest) && options.Clock.GetElapsedTime(oldest.Time) >= Window)
                _countInWindow -= _deadLetters.Dequeue().Count;
            if (_countInWindow + rejected > options.MaxRejectedPerMinute)
                return FormattableString.Invariant($"at most {options.MaxRejectedPerMinute} per minute may become dead letters");
            if (rejected == events && _rejectedPages == MaxRejectedPages)
                return FormattableString.Invariant($"no event of the last {MaxRejectedPages} pages was accepted");
            _deadLetters.Enqueue((options.Clock.GetTimestamp(), rejected));
            _countInWindow += rejected;
            _rejectedPages = rejected == events ? _rejectedPages + 1 : 0;
            return null;
        }
    }
}
