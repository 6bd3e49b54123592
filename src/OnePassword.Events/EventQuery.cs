using OnePassword.Events.Reading;

namespace OnePassword.Events;

/// <summary>
/// Which events to read: those since a moment, those between two, or those after a cursor. A value; it can be used for any
/// feed and any number of times.
/// </summary>
public sealed record EventQuery
{
    /// <summary>The most events that the API puts on one page.</summary>
    public const int MaxPageSize = 1000;

    /// <summary>How many events a page has unless a query says otherwise: the most, because the API counts requests.</summary>
    public const int DefaultPageSize = MaxPageSize;

    private readonly TimeSpan? _age;

    private EventQuery(DateTimeOffset? start, TimeSpan? age, DateTimeOffset? end, string? afterCursor, int? pageSize)
    {
        if (pageSize is < 1 or > MaxPageSize)
            throw new ArgumentOutOfRangeException(nameof(pageSize), pageSize, $"A page has 1 to {MaxPageSize} events.");
        (Start, _age, End, AfterCursor, PageSize) = (start, age, end, afterCursor, pageSize);
    }

    /// <summary>How far back the API keeps events (reference: "Introduction").</summary>
    public static TimeSpan Retention { get; } = TimeSpan.FromDays(120);

    /// <summary>All that the API keeps, up to now: what is read when nothing is asked for.</summary>
    public static EventQuery All { get; } = Since(Retention);

    /// <summary>The moment of the first event; null if the query counts back from the start of the reading, or has a cursor.</summary>
    public DateTimeOffset? Start { get; }

    /// <summary>The moment at which the events end; null for "whatever there is".</summary>
    public DateTimeOffset? End { get; }

    /// <summary>The cursor to continue from; null if the query starts at a moment.</summary>
    public string? AfterCursor { get; }

    /// <summary>Events on a page, 1 to 1,000; null with a cursor, which carries the size that it was made with.</summary>
    public int? PageSize { get; }

    /// <summary>The events since a moment.</summary>
    /// <param name="start">The moment; before the 120 days that the API keeps, it means all of them.</param>
    /// <param name="pageSize">Events on a page, 1 to 1,000.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="pageSize"/> is out of its range.</exception>
    public static EventQuery Since(DateTimeOffset start, int pageSize = DefaultPageSize) => new(start, null, null, null, pageSize);

    /// <summary>The events of the time up to now; counted back anew from the start of each reading.</summary>
    /// <param name="age">How far back; at least zero.</param>
    /// <param name="pageSize">Events on a page, 1 to 1,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static EventQuery Since(TimeSpan age, int pageSize = DefaultPageSize) => age >= TimeSpan.Zero
        ? new(null, age, null, null, pageSize)
        : throw new ArgumentOutOfRangeException(nameof(age), age, "The time to read back over cannot be negative.");

    /// <summary>The events between two moments.</summary>
    /// <param name="start">The moment of the first event.</param>
    /// <param name="end">The moment at which they end. The API does not document whether an event exactly then is included.</param>
    /// <param name="pageSize">Events on a page, 1 to 1,000.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="pageSize"/> is out of its range.</exception>
    /// <exception cref="ArgumentException"><paramref name="end"/> is before <paramref name="start"/>.</exception>
    public static EventQuery Between(DateTimeOffset start, DateTimeOffset end, int pageSize = DefaultPageSize) => start <= end
        ? new(start, null, end, null, pageSize)
        : throw new ArgumentException("The end is before the start.", nameof(end));

    /// <summary>The events after those of a page; window and page size are the ones with which that reading began.</summary>
    /// <param name="cursor">The cursor of the page, of the same feed and API version.</param>
    /// <exception cref="ArgumentException"><paramref name="cursor"/> is null or empty.</exception>
    public static EventQuery After(string cursor)
    {
        ArgumentException.ThrowIfNullOrEmpty(cursor);
        return new(null, null, null, cursor, null);
    }

    internal PageRequest FirstRequest(TimeProvider clock) =>
        new(AfterCursor, PageSize, _age is { } age ? Back(clock.GetUtcNow(), age) : Start, End);

    private static DateTimeOffset Back(DateTimeOffset now, TimeSpan age) =>
        age < now - DateTimeOffset.UnixEpoch ? now - age : DateTimeOffset.UnixEpoch;
}
