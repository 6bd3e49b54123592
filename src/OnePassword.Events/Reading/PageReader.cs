using OnePassword.Events.Diagnostics;
using OnePassword.Events.Pipeline;

namespace OnePassword.Events.Reading;

/// <summary>
/// Reads the pages of a feed one by one, and reports them. The sequential, the parallel and the following reader are built on it.
/// </summary>
/// <param name="executor">Runs the calls of the feed.</param>
/// <param name="sizes">The largest page that is requested; typed and raw readers of a feed share it.</param>
/// <param name="format">Accesses the pages and their events.</param>
/// <param name="attempt">Sends a request once, and parses the response.</param>
internal sealed class PageReader<TPage, TEvent>(
    FeedRequestExecutor executor,
    PageSizes sizes,
    PageFormat<TPage, TEvent> format,
    Func<PageRequest, FeedCall, CancellationToken, Task<TPage>> attempt)
    where TPage : class, IPage
{
    public FeedRequestExecutor Executor { get; } = executor;

    public PageFormat<TPage, TEvent> Format { get; } = format;

    public TimeProvider Clock => Executor.Clock;

    /// <summary>The maximum number of events per requested page: below the API's limit once a response was too large.</summary>
    public int LargestPage => sizes.Largest;

    public FeedCall NewCall(PageCursor cursor) => Executor.NewCall(isContinuation: cursor.Request.Cursor is not null);

    /// <inheritdoc cref="ReadAsync(PageCursor, FeedCall, CancellationToken)"/>
    public Task<TPage> ReadAsync(PageCursor cursor, CancellationToken cancellationToken) =>
        ReadAsync(cursor, NewCall(cursor), cancellationToken);

    /// <summary>Reads the next page and moves the cursor past it.</summary>
    /// <exception cref="EventsException">The call failed, or the server makes no progress.</exception>
    public async Task<TPage> ReadAsync(PageCursor cursor, FeedCall call, CancellationToken cancellationToken)
    {
        using var activity = Executor.Telemetry.StartPage();
        try
        {
            var request = cursor.Request;
            var page = await ReadFittingAsync(request, call, cancellationToken).ConfigureAwait(false);
            Executor.Telemetry.PageRead(activity, page.Count, page.HasMore, page.LastTimestamp?.Value);
            if (page.LacksItems && request.Cursor is not null && request.Cursor != page.Cursor)
                Executor.Telemetry.ItemsMissing();
            return cursor.TryAdvance(page) ? page : throw FeedRequestExecutor.NoProgress(call);
        }
        catch (EventsException e)
        {
            FeedTelemetry.PageFailed(activity, e);
            throw;
        }
    }

    private async Task<TPage> ReadFittingAsync(PageRequest request, FeedCall call, CancellationToken cancellationToken)
    {
        while (true)
        {
            var fitting = sizes.Fit(request);
            try
            {
                return await Executor.RunAsync(call, (call, token) => attempt(fitting, call, token), cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (EventsResponseException e) when (e.Reason == EventsFailure.TooLarge)
            {
                if (sizes.Halve(fitting) is not { } size)
                    throw;
                Executor.Telemetry.PagesShrink(size);
            }
        }
    }
}
