using OnePassword.Events.Emulator.Events;

namespace OnePassword.Events.Emulator.Http;

/// <summary>Which events a page holds and where the reader stands after it.</summary>
internal sealed record Page(ReadState Next, bool HasMore, IReadOnlyList<long> Positions)
{
    /// <summary>The next page of the events in <paramref name="window"/>: what is still kept of the reader's window.</summary>
    public static Page Of(EventFeed feed, ReadState state, Window window, bool trailingEmptyPage)
    {
        var positions = new List<long>(state.Limit);
        var more = false;
        foreach (var position in feed.Matching(window, state.Position))
        {
            more = positions.Count == state.Limit;
            if (more)
                break;
            positions.Add(position);
        }

        // After an idle page the reader stands where it stood: the API then repeats the cursor.
        var next = positions.Count == 0 ? state : state with { Position = positions[^1] + 1 };
        return new(next, more || (trailingEmptyPage && positions.Count == state.Limit), positions);
    }

    public static Page Empty(ReadState state) => new(state, HasMore: true, []);
}
