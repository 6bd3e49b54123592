using OnePassword.Events.Pipeline.Transport;
using OnePassword.Events.Reading;

namespace OnePassword.Events;

/// <summary>A page of events as the server sent them, and where the feed stands after it.</summary>
/// <remarks>
/// The events are parts of one piece of memory. Dispose the page when you are done with its events, and the next page is read into
/// the same memory; from then on each use of them throws <see cref="ObjectDisposedException"/>. A page that nobody disposes stays
/// as it is for as long as anything of it is held.
/// </remarks>
public sealed class RawEventPage : IPage, IDisposable
{
    private readonly RawEventList _cut;
    private readonly RawPageMark _mark;

    internal RawEventPage(RawEventList cut, string cursor, bool hasMore) =>
        (_cut, Events, Cursor, HasMore, _mark) = (cut, cut, cursor, hasMore, RawPageMark.Of(cut));

    private RawEventPage(RawEventPage page, IReadOnlyList<RawEvent> events, bool hasMore, ReadPosition? position) =>
        (_cut, Events, Cursor, HasMore, _mark, Position) = (page._cut, events, page.Cursor, hasMore, page._mark, position);

    /// <summary>The events, in the server's order; may be empty even when there is more.</summary>
    public IReadOnlyList<RawEvent> Events { get; }

    /// <summary>Continues after this page: <see cref="EventQuery.After"/>.</summary>
    /// <remarks>Of a page that was read side by side (<see cref="ReadOptions"/>), it goes to the end of a window of time only.</remarks>
    public string Cursor { get; }

    /// <summary>Whether there may be more events right now.</summary>
    public bool HasMore { get; }

    /// <inheritdoc cref="EventPage{TEvent}.Position"/>
    public ReadPosition? Position { get; }

    /// <inheritdoc cref="IPage.LacksItems"/>
    internal bool LacksItems { get; init; }

    bool IPage.LacksItems => LacksItems;

    int IPage.Count => Events.Count;

    EventTime? IPage.Newest => Events.Count > 0 ? Events[^1].Timestamp : null;

    /// <summary>Gives the memory of the events back. They cannot be used any more.</summary>
    public void Dispose() => _cut.Release();

    bool IPage.Repeats(IPage other) => other is RawEventPage page && _mark == page._mark;

    /// <summary>Makes a page of a body, which is the page's from now on.</summary>
    /// <exception cref="System.Text.Json.JsonException">The body is not JSON, or was cut off.</exception>
    /// <exception cref="InvalidResponseException">It is JSON, but not a page.</exception>
    internal static RawEventPage Parse(WireBody body) => new RawPageParser(body).Read();

    /// <inheritdoc cref="Parse(WireBody)"/>
    internal static RawEventPage Parse(byte[] body) => Parse(new WireBody(body));

    /// <inheritdoc cref="PageFormat{TPage, TEvent}.With"/>
    internal RawEventPage With(IReadOnlyList<RawEvent> events, bool hasMore, ReadPosition? position) => new(this, events, hasMore, position);
}
