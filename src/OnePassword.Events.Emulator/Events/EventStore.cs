using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Events;

/// <summary>The three feeds: a history and the events that tests append to it.</summary>
internal sealed class EventStore(IEventHistory history) : IDisposable
{
    // The API does not serve older events (docs/events-api/introduction).
    private const long Retention = 120 * Rfc3339.Day;

    private readonly EventFeed[] _feeds = [.. history.Feeds.Select(source => new EventFeed(source))];

    public ulong Fingerprint => history.Fingerprint;

    public EventFeed this[EmulatorFeed feed] => _feeds[(int)feed];

    /// <summary>Returns the part of a time range that the API still serves.</summary>
    public TimeRange Retained(TimeRange range, DateTimeOffset now) =>
        history.Expires ? range.NotBefore(Rfc3339.FromDateTime(now) - Retention) : range;

    public void Dispose() => (history as IDisposable)?.Dispose();
}
