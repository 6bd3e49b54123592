using OnePassword.Events.Diagnostics;
using OnePassword.Events.Pipeline;

namespace OnePassword.Events.Reading;

/// <summary>Reads single pages of a feed, and reports them.</summary>
/// <param name="executor">Runs the calls of the feed.</param>
/// <param name="sizes">The page size that the feed has come down to.</param>
/// <param name="attempt">Sends the request once, and parses the response.</param>
internal sealed class PageReader<TPage>(
    FeedRequestExecutor executor, PageSizes sizes, Func<PageRequest, FeedCall, CancellationToken, Task<TPage>> attempt)
    where TPage : IPage
{
    public FeedRequestExecutor Executor { get; } = executor;

    /// <summary>The most events that are requested per page: less than the API's limit once a response was too large.</summary>
    public int LargestPage => sizes.Most;

    public FeedCall NewCall(PageRequest request) => Executor.NewCall(isContinuation: request.Cursor is not null);

    /// <exception cref="EventsException">The call failed.</exception>
    public async Task<TPage> ReadAsync(PageRequest request, FeedCall call, CancellationToken cancellationToken)
    {
        using var activity = Executor.Telemetry.StartPage();
        try
        {
            var page = await ReadFittingAsync(request, call, cancellationToken).ConfigureAwait(false);
            Executor.Telemetry.PageRead(activity, page.Count, page.HasMore, page.Newest?.Value);
            if (page.LacksItems && request.Cursor is not null && request.Cursor != page.Cursor)
                Executor.Telemetry.ItemsMissing();
            return page;
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
                return await Executor.RunAsync(call, (call, token) => attempt(fitting, call, token), cancellationToken).ConfigureAwait(false);
            }
            catch (EventsResponseException e) when (e.Reason == EventsFailure.TooLarge && sizes.Halve(fitting) is { } size)
            {
                Executor.Telemetry.PagesShrink(size);
            }
        }
    }
}
