using OnePassword.Events.Pipeline.Transport;
using OnePassword.Events.Reading;

namespace OnePassword.Events;

/// <summary>A page of events as the server sent them, and the cursor that continues after it.</summary>
/// <remarks>
/// All events share pooled memory. Dispose the page after you have used its events, so that later pages can reuse the memory.
/// After that, each use of the events throws <see cref="ObjectDisposedException"/>. A page that is not disposed stays valid.
/// </remarks>
public sealed class RawEventPage : IPage, IDisposable
{
    private readonly RawEventList _list;
    private readonly RawPageFingerprint _fingerprint;

    internal RawEventPage(RawEventList list, string cursor, bool hasMore) =>
        (_list, Items, Cursor, HasMore, _fingerprint) = (list, list, cursor, hasMore, RawPageFingerprint.Of(list));

    private RawEventPage(RawEventPage page, IReadOnlyList<RawEvent> events, bool hasMore, ReadPosition? position) =>
        (_list, Items, Cursor, HasMore, _fingerprint, Position) =
            (page._list, events, page.Cursor, hasMore, page._fingerprint, position);

    /// <summary>Gets the events in the server's order. A page can be empty even if the server has more.</summary>
    public IReadOnlyList<RawEvent> Items { get; }

    /// <summary>Gets the cursor that continues after this page: <see cref="EventQuery.After"/>.</summary>
    /// <remarks>
    /// In a parallel read, a cursor only covers its own time window. Use <see cref="Position"/> to resume.
    /// </remarks>
    public string Cursor { get; }

    /// <summary>Gets a value indicating whether the server has more events for now.</summary>
    public bool HasMore { get; }

    /// <inheritdoc cref="EventPage{TEvent}.Position"/>
    public ReadPosition? Position { get; }

    /// <inheritdoc cref="IPage.LacksItems"/>
    internal bool LacksItems { get; init; }

    bool IPage.LacksItems => LacksItems;

    int IPage.Count => Items.Count;

    EventTime? IPage.LastTimestamp => Items.Count > 0 ? Items[^1].Timestamp : null;

    /// <summary>Returns the memory of the events to the pool. They can no longer be used.</summary>
    public void Dispose() => _list.Release();

    bool IPage.Repeats(IPage other) => other is RawEventPage page && _fingerprint == page._fingerprint;

    /// <summary>Parses a body. The page owns it from then on.</summary>
    /// <exception cref="System.Text.Json.JsonException">The body is not JSON, or is incomplete.</exception>
    /// <exception cref="InvalidResponseException">The body is JSON, but not a page.</exception>
    internal static RawEventPage Parse(PooledBody body) => new RawPageParser(body).Read();

    /// <inheritdoc cref="Parse(PooledBody)"/>
    internal static RawEventPage Parse(byte[] body) => Parse(new PooledBody(body));

    /// <inheritdoc cref="PageFormat{TPage, TEvent}.With"/>
    internal RawEventPage With(IReadOnlyList<RawEvent> events, bool hasMore, ReadPosition? position) =>
        new(this, events, hasMore, position);
}
