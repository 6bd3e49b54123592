namespace OnePassword.Events;

/// <summary>
/// The position up to which a parallel read is complete. Store it once the events are stored, and pass it to
/// <see cref="ReadOptions.ResumeFrom"/> to resume the read.
/// </summary>
/// <param name="completeUntil">All events before this time have been returned.</param>
/// <param name="boundaryKeys">The keys of the returned events around that time.</param>
/// <exception cref="ArgumentNullException"><paramref name="boundaryKeys"/> is null.</exception>
/// <exception cref="ArgumentException">A key is null.</exception>
public sealed class ReadPosition(DateTimeOffset completeUntil, IEnumerable<string> boundaryKeys)
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
    public IReadOnlyList<string> BoundaryKeys { get; } = Checked(boundaryKeys);

    private static string[] Checked(IEnumerable<string> boundaryKeys)
    {
        ArgumentNullException.ThrowIfNull(boundaryKeys);
        string[] keys = [.. boundaryKeys];
        return Array.TrueForAll(keys, key => key is not null)
            ? keys
            : throw new ArgumentException("A key is null.", nameof(boundaryKeys));
    }
}
