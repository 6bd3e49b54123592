namespace OnePassword.Events;

/// <summary>
/// How far a reading side by side is complete: all events before a moment have been handed out, and of those around it, the ones that
/// are named here. To go on from it, give it to <see cref="ReadOptions.ResumeFrom"/>.
/// </summary>
/// <param name="completeUntil">The moment.</param>
/// <param name="edge">By their identifiers, the events around it that have been handed out.</param>
public sealed class ReadPosition(DateTimeOffset completeUntil, IEnumerable<string> edge)
{
    /// <summary>All events before this moment have been handed out.</summary>
    public DateTimeOffset CompleteUntil { get; } = completeUntil;

    /// <summary>
    /// The events around that moment that have been handed out, by identifier, or one without an identifier by its JSON: reading on,
    /// they may come again, and are dropped. Those of the last second, as a rule.
    /// </summary>
    public IReadOnlyList<string> BoundaryKeys { get; } = [.. (edge ?? throw new ArgumentNullException(nameof(edge))).Select(one => one ?? throw new ArgumentException("An event has no identifier.", nameof(edge)))];
}
