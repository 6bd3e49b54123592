using System.Runtime.CompilerServices;

namespace OnePassword.Events.Reading;

/// <summary>Reads the pages of a query one after another.</summary>
internal static class SequentialReader
{
    /// <param name="reader">Reads the pages.</param>
    /// <param name="query">The events to read.</param>
    /// <param name="prefetch">Whether the next page is requested while one is in use, but no further one.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public static async IAsyncEnumerable<TPage> ReadAsync<TPage, TEvent>(
        PageReader<TPage, TEvent> reader,
        EventQuery query,
        bool prefetch,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where TPage : class, IPage
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var cursor = new PageCursor(query.FirstRequest(reader.Clock));
        Task<TPage>? next = null;
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                next ??= reader.ReadAsync(cursor, stop.Token);
                var page = await WithTokenOfCallerAsync(next, cancellationToken).ConfigureAwait(false);
                next = prefetch && page.HasMore ? reader.ReadAsync(cursor, stop.Token) : null;
                yield return page;
                if (!page.HasMore)
                    yield break;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            if (next is not null)
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // A page that is not used any more.
        }
    }

    // The caller knows its own token, not the linked one.
    private static async Task<TPage> WithTokenOfCallerAsync<TPage>(Task<TPage> page, CancellationToken cancellationToken)
    {
        try
        {
            return await page.ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }
}
