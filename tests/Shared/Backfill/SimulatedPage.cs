using OnePassword.Events.Reading;

namespace OnePassword.Events.Testing.Backfill;

/// <summary>A page of a simulated feed.</summary>
internal sealed record SimulatedPage(
    IReadOnlyList<SimulatedEvent> Events, string Cursor, bool HasMore, ReadPosition? Position = null) : IPage, IDisposable
{
    public int Count => Events.Count;

    public EventTime? LastTimestamp => null;

    /// <summary>Gets or sets the action that runs when the scheduler discards the page.</summary>
    public Action Discarded { get; set; } = () => { };

    public bool Repeats(IPage other) => false;

    public void Dispose() => Discarded();
}
