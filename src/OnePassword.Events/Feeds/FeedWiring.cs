using OnePassword.Events.Pipeline;
using OnePassword.Events.Reading;

namespace OnePassword.Events.Feeds;

/// <summary>Connects each feed to its operation of a generated client. V1 and V2 differ only in their types.</summary>
internal static class FeedWiring
{
    public static EventFeed<V1.AuditEvent> AuditEvents(V1.EventsV1Client wire, FeedRequestExecutor executor) => new(
        executor,
        async (page, call, token) => await wire.GetAuditEventsAsync(V1Body(page), call, token).ConfigureAwait(false),
        (page, call, token) => wire.GetAuditEventsRawAsync(V1Body(page), call, token));

    public static EventFeed<V2.AuditEvent> AuditEvents(V2.EventsV2Client wire, FeedRequestExecutor executor) => new(
        executor,
        async (page, call, token) => await wire.GetAuditEventsAsync(V2Body(page), call, token).ConfigureAwait(false),
        (page, call, token) => wire.GetAuditEventsRawAsync(V2Body(page), call, token));

    public static EventFeed<V1.ItemUsage> ItemUsages(V1.EventsV1Client wire, FeedRequestExecutor executor) => new(
        executor,
        async (page, call, token) => await wire.GetItemUsagesAsync(V1Body(page), call, token).ConfigureAwait(false),
        (page, call, token) => wire.GetItemUsagesRawAsync(V1Body(page), call, token));

    public static EventFeed<V2.ItemUsage> ItemUsages(V2.EventsV2Client wire, FeedRequestExecutor executor) => new(
        executor,
        async (page, call, token) => await wire.GetItemUsagesAsync(V2Body(page), call, token).ConfigureAwait(false),
        (page, call, token) => wire.GetItemUsagesRawAsync(V2Body(page), call, token));

    public static EventFeed<V1.SignInAttempt> SignInAttempts(V1.EventsV1Client wire, FeedRequestExecutor executor) => new(
        executor,
        async (page, call, token) => await wire.GetSignInAttemptsAsync(V1Body(page), call, token).ConfigureAwait(false),
        (page, call, token) => wire.GetSignInAttemptsRawAsync(V1Body(page), call, token));

    public static EventFeed<V2.SignInAttempt> SignInAttempts(V2.EventsV2Client wire, FeedRequestExecutor executor) => new(
        executor,
        async (page, call, token) => await wire.GetSignInAttemptsAsync(V2Body(page), call, token).ConfigureAwait(false),
        (page, call, token) => wire.GetSignInAttemptsRawAsync(V2Body(page), call, token));

    private static V1.CursorRequest V1Body(PageRequest page) => new()
    {
        Cursor = page.Cursor,
        Limit = page.Limit,
        StartTime = page.Start is { } start ? new EventTime(start) : null,
        EndTime = page.End is { } end ? new EventTime(end) : null,
    };

    private static V2.CursorRequest V2Body(PageRequest page) => new()
    {
        Cursor = page.Cursor,
        Limit = page.Limit,
        StartTime = page.Start is { } start ? new EventTime(start) : null,
        EndTime = page.End is { } end ? new EventTime(end) : null,
    };
}
