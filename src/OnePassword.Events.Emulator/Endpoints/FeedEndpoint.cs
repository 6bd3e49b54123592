using OnePassword.Events.Emulator.Events;
using OnePassword.Events.Emulator.Http;
using OnePassword.Events.Emulator.Paging;
using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Endpoints;

/// <summary>Creates the page for a request to a feed.</summary>
internal sealed class FeedEndpoint(EventStore store, CursorCodec cursors, EmulatorOptions options, TimeProvider clock)
{
    private const long DefaultRange = 3_600 * Rfc3339.Second;

    private readonly PageWriter _writer = new(cursors, options.Indented);

    /// <exception cref="BadRequestException">The request is invalid.</exception>
    public ApiResponse Respond(EmulatorFeed feed, EmulatorApi api, ReadOnlySpan<byte> body, PageShape shape)
    {
        var now = clock.GetUtcNow();
        var state = StateOf(FeedRequest.Parse(body, options.Strict), feed, api, now);
        var page = shape.HasFlag(PageShape.Empty)
            ? Page.Empty(state)
            : Page.Of(store[feed], state, store.Retained(state.Range, now), options.TrailingEmptyPage);

        var response = new ApiResponse { Items = shape.HasFlag(PageShape.NullItems) ? 0 : page.Positions.Count };
        _writer.Write(page, shape, store[feed], response.Body);
        return response;
    }

    private ReadState StateOf(FeedRequest request, EmulatorFeed feed, EmulatorApi api, DateTimeOffset now)
    {
        if (request.Cursor is not null)
            return cursors.TryRead(request.Cursor, feed, api, out var state)
                ? state
                : throw new BadRequestException("cursor is not from this feed, version and emulator");

        var from = request.Start ?? Rfc3339.Plus(request.End ?? Rfc3339.FromDateTime(now), -DefaultRange);
        var until = request.End is { } end ? Rfc3339.Plus(end, options.EndInclusive ? 1 : 0) : long.MaxValue;
        return new(feed, api, request.Limit, new(from, until), 0);
    }
}
