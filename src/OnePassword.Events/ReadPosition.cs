namespace OnePassword.Events;

/// <summary>
/// The position up to which a parallel read is complete. Store it once the events are stored, and pass it to
/// <see cref="ReadOptions.ResumeFrom"/> to resume the read.
/// </summary>
/// <param name="completeUntil">All events before this time have been returned.</param>
/// <param name="boundaryKeys">The keys of the returned events around that time.</param>
/// <param name="window">The time window of which a part has been returned. Default: none.</param>
/// <exception cref="ArgumentNullException"><paramref name="boundaryKeys"/> is null.</exception>
/// <exception cref="ArgumentException">A key is null, or the window does not end after the time.</exception>
public sealed class ReadPosition(DateTimeOffset completeUntil, IEnumerable<string> boundaryKeys, ReadWindow? window = null)
{
    /// <summary>Gets the time before which all events have been returned.</summary>
    public DateTimeOffset CompleteUntil { get; } = completeUntil;

    /// <summary>
    /// Gets the keys of the returned events around that time, usually of the last second before it. A resumed read may receive
    /// these events twice and drops the duplicates.
    /// </summary>
    /// <remarks>
    /// The key is the event's uuid. For an event without a uuid it is the whole event: the server's bytes for a raw read, the
    /// serialized DTO for a typed one. Resume with the kind of read that created the position.
    /// </remarks>
    public IReadOnlyList<string> BoundaryKeys { get; } = ReadWindow.Checked(boundaryKeys, nameof(boundaryKeys));

    /// <summary>
    /// Gets the time window after <see cref="CompleteUntil"/> of which a part has been returned; null between two windows.
    /// </summary>
    /// <remarks>
    /// If the server rejects the cursor of the window (<see cref="EventsFailure.CursorRejected"/>), resume from a position
    /// without it. The read then returns all events of the window again, so remove those that you have stored.
    /// </remarks>
    public ReadWindow? Window { get; } = window is null || window.End > completeUntil
        ? window
        : throw new ArgumentException("The window does not end after the time.", nameof(window));
}
