using OnePassword.Events.Pipeline;
using OnePassword.Events.Pipeline.Quota;

namespace OnePassword.Events.Reading;

/// <summary>Reads the pages of a feed one by one. The sequential, the parallel and the following reader are built on it.</summary>
internal sealed class PageReader<TPage, TEvent>(
    FeedRequestExecutor executor, TimeProvider clock, PageFormat<TPage, TEvent> format, Func<PageRequest, CancellationToken, Task<TPage>> send)
    where TPage : class, IPage
{
    public FeedRequestExecutor Executor { get; } = executor;

    public PageFormat<TPage, TEvent> Format { get; } = format;

    public TimeProvider Clock { get; } = clock;

    public QuotaShare Share => Executor.Share;

    /// <summary>Reads the next page and moves the cursor past it.</summary>
    /// <exception cref="EventsException">The request failed, or the server makes no progress.</exception>
    public async Task<TPage> ReadAsync(PageCursor cursor, CancellationToken cancellationToken, Action<TimeSpan>? waited = null)
    {
        var page = await Executor.ReadPageAsync(cursor.Request, send, cancellationToken, waited).ConfigureAwait(false);
        return cursor.TryAdvance(page) ? page : throw Executor.NoProgress();
    }
}
