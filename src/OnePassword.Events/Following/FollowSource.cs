using OnePassword.Events.Pipeline;
using OnePassword.Events.Reading;

namespace OnePassword.Events.Following;

/// <summary>What following needs of a feed: where it is, how to ask it for a page, and how to look at what comes.</summary>
internal sealed record FollowSource<TPage, TEvent>(
    PageReader<TPage> Reader,
    TimeProvider Clock,
    Func<TPage, IReadOnlyList<TEvent>> Events,
    Func<TPage, AdditionalProperties> Beside,
    Func<TEvent, string?> Uuid,
    Func<TEvent, uint>? Checksum,
    Func<TEvent, EventTime?> Time)
    where TPage : IPage
{
    public FeedRequestExecutor Executor => Reader.Executor;

    public bool HasChecksums => Checksum is not null;
}
