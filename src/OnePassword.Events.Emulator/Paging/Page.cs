using OnePassword.Events.Emulator.Events;

namespace OnePassword.Events.Emulator.Paging;

/// <summary>The events of a page, and the state of the reader after it.</summary>
internal sealed record Page(ReadState Next, bool HasMore, IReadOnlyList<long> Positions)
{
    /// <param name="feed">The feed.</param>
    /// <param name="state">The state of the reader.</param>
    /// <param name="retained">The part of the reader's time range that the API still serves.</param>
    /// <param name="trailingEmptyPage">Whether a full last page reports more events.</param>
    public static Page Of(EventFeed feed, ReadState state, TimeRange retained, bool trailingEmptyPage)
    {
        var positions = new List<long>(state.Limit);
        var more = false;
        foreach (var position in feed.Matching(retained, state.Position))
        {
            more = positions.Count == state.Limit;
            if (more)
                break;
            positions.Add(position);
        }

        // An empty page does not move the reader, so the API repeats the cursor.
        var next = positions.Count == 0 ? state : state with { Position = positions[^1] + 1 };
        return new(next, more || (trailingEmptyPage && positions.Count == state.Limit), positions);
    }

    public static Page Empty(ReadState state) => new(state, HasMore: true, []);
}
