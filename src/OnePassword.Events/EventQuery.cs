using OnePassword.Events.Checkpoints;
using OnePassword.Events.Reading;

namespace OnePassword.Events;

/// <summary>
/// The events to read: since a time, between two times, or after a cursor. A query is an immutable value. It can be used for any
/// feed and any number of times.
/// </summary>
/// <example>
/// <code>
/// var lastDay = EventQuery.Since(TimeSpan.FromDays(1));
/// var january = EventQuery.Between(
///     new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero));
/// var newer = EventQuery.After(cursor); // The cursor of the last page that you processed.
/// </code>
/// </example>
public sealed record EventQuery
{
    /// <summary>The maximum number of events per page.</summary>
    public const int MaxPageSize = 1000;

    /// <summary>The default page size: the maximum, because the API's quota counts requests.</summary>
    public const int DefaultPageSize = MaxPageSize;

    private readonly TimeSpan? _age;

    private EventQuery(DateTimeOffset? start, TimeSpan? age, DateTimeOffset? end, string? afterCursor, int? pageSize)
    {
        if (pageSize is < 1 or > MaxPageSize)
            throw new ArgumentOutOfRangeException(nameof(pageSize), pageSize, $"The page size must be 1 to {MaxPageSize}.");
        (Start, _age, End, AfterCursor, PageSize) = (start, age, end, afterCursor, pageSize);
    }

    /// <summary>Gets the retention of the API: 120 days (reference: "Introduction").</summary>
    public static TimeSpan Retention { get; } = TimeSpan.FromDays(120);

    /// <summary>Gets the query for all events that the API keeps, up to now.</summary>
    public static EventQuery All { get; } = Since(Retention);

    /// <summary>Gets the time of the first event; null for a relative start or a cursor.</summary>
    public DateTimeOffset? Start { get; }

    /// <summary>Gets the time at which the events end; null for no end.</summary>
    public DateTimeOffset? End { get; }

    /// <summary>Gets the cursor from which the query continues; null for a query that starts at a time.</summary>
    public string? AfterCursor { get; }

    /// <summary>
    /// Gets the number of events per page, 1 to 1,000; null for a cursor, which contains the page size that it was created with.
    /// </summary>
    public int? PageSize { get; }

    /// <summary>Returns the query for the events since a time.</summary>
    /// <param name="start">The start. A time before <see cref="Retention"/> returns all events that the API keeps.</param>
    /// <param name="pageSize">The number of events per page, 1 to 1,000.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="pageSize"/> is out of range.</exception>
    public static EventQuery Since(DateTimeOffset start, int pageSize = DefaultPageSize) =>
        new(start, null, null, null, pageSize);

    /// <summary>Returns the query for the latest events. Each read counts the age back from its own start.</summary>
    /// <param name="age">The age of the first event, at least zero.</param>
    /// <param name="pageSize">The number of events per page, 1 to 1,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static EventQuery Since(TimeSpan age, int pageSize = DefaultPageSize) => age >= TimeSpan.Zero
        ? new(null, age, null, null, pageSize)
        : throw new ArgumentOutOfRangeException(nameof(age), age, "The age cannot be negative.");

    /// <summary>Returns the query for the events between two times.</summary>
    /// <param name="start">The start.</param>
    /// <param name="end">The end. The API does not document whether an event exactly at the end is included.</param>
    /// <param name="pageSize">The number of events per page, 1 to 1,000.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="pageSize"/> is out of range.</exception>
    /// <exception cref="ArgumentException"><paramref name="end"/> is before <paramref name="start"/>.</exception>
    public static EventQuery Between(DateTimeOffset start, DateTimeOffset end, int pageSize = DefaultPageSize) => start <= end
        ? new(start, null, end, null, pageSize)
        : throw new ArgumentException("The end is before the start.", nameof(end));

    /// <summary>
    /// Returns the query that continues after a page, with the time range and the page size of the query that created the cursor.
    /// </summary>
    /// <param name="cursor">The cursor of the page, from the same feed and API version.</param>
    /// <exception cref="ArgumentException"><paramref name="cursor"/> is null, empty or not valid Unicode.</exception>
    public static EventQuery After(string cursor)
    {
        ArgumentException.ThrowIfNullOrEmpty(cursor);
        return CheckpointText.IsValid(cursor)
            ? new(null, null, null, cursor, null)
            : throw new ArgumentException(
                "The cursor is not valid Unicode. Pass the cursor of a page unchanged.", nameof(cursor));
    }

    internal PageRequest FirstRequest(TimeProvider clock) =>
        new(AfterCursor, PageSize, _age is { } age ? Before(clock.GetUtcNow(), age) : Start, End);

    /// <summary>Returns the time that is older by <paramref name="age"/>, at the earliest 1970.</summary>
    internal static DateTimeOffset Before(DateTimeOffset time, TimeSpan age) =>
        age < time - DateTimeOffset.UnixEpoch ? time - age : DateTimeOffset.UnixEpoch;
}
