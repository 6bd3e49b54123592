using OnePassword.Events.Emulator.Events;

namespace OnePassword.Events.Emulator.Http;

/// <summary>Answers a request to a feed.</summary>
internal sealed class FeedEndpoint(EventStore store, CursorCodec cursors, EmulatorOptions options, TimeProvider clock)
{
    private const long DefaultWindow = 3_600 * Rfc3339.Second;

    private readonly PageWriter _writer = new(cursors, options.Indented);

    /// <exception cref="BadRequestException">The API would answer 400.</exception>
    public Answer Answer(EmulatorFeed feed, EmulatorApi api, ReadOnlySpan<byte> body, PageShape shape)
    {
        var now = clock.GetUtcNow();
        var state = StateOf(FeedRequest.Parse(body, options.Strict), feed, api, now);
        var page = shape.HasFlag(PageShape.Empty)
            ? Page.Empty(state)
            : Page.Of(store[feed], state, store.Retained(state.Window, now), options.TrailingEmptyPage);

        var answer = new Answer { Items = shape.HasFlag(PageShape.NullItems) ? 0 : page.Positions.Count };
        _writer.Write(page, shape, store[feed], answer.Body);
        return answer;
    }

    private ReadState StateOf(FeedRequest request, EmulatorFeed feed, EmulatorApi api, DateTimeOffset now)
    {
        if (request.Cursor is not null)
        {
            if (!cursors.TryRead(request.Cursor, feed, api, out var state))
                throw new BadRequestException("cursor is not of this feed, this version, or this emulator");

            // Appended events do not outlive a restart: their positions would soon be those of others.
            return state.Position <= store[feed].End ? state : throw new BadRequestException("cursor is beyond the last event");
        }

        var from = request.Start ?? Rfc3339.Plus(request.End ?? Rfc3339.FromDateTime(now), -DefaultWindow);
        var until = request.End is { } end ? Rfc3339.Plus(end, options.EndInclusive ? 1 : 0) : long.MaxValue;
        return new(feed, api, request.Limit, new(from, until), 0);
    }
}
