using System.Runtime.CompilerServices;
using OnePassword.Events.Pipeline;

namespace OnePassword.Events.Reading;

/// <summary>The one loop that reads a query to its end, for typed and raw pages of every feed and version.</summary>
internal static class SequentialReader
{
    /// <param name="query">What is read.</param>
    /// <param name="clock">Tells what a relative beginning is.</param>
    /// <param name="reader">Reads single pages.</param>
    /// <param name="ahead">Whether the next page is asked for while one is in use: one page ahead, and never more.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<TPage> ReadAsync<TPage>(
        EventQuery query,
        TimeProvider clock,
        PageReader<TPage> reader,
        bool ahead,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where TPage : IPage
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var request = query.FirstRequest(clock);
        var call = reader.NewCall(request);
        var standstill = new StallDetector();
        Task<TPage>? next = null;
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var page = await ComesAsync(next ?? reader.ReadAsync(request, call, stop.Token), cancellationToken).ConfigureAwait(false);
                if (standstill.Reached(request, page))
                    throw FeedRequestExecutor.NoProgress(call);

                request = PageRequest.After(page.Cursor);
                call = reader.NewCall(request);
                next = ahead && page.HasMore ? reader.ReadAsync(request, call, stop.Token) : null;
                yield return page;
                if (!page.HasMore)
                    yield break;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            if (next is not null)
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // Nobody waits for it any more.
        }
    }

    // Who cancels looks for the token that was given, and knows nothing of ours.
    private static async Task<TPage> ComesAsync<TPage>(Task<TPage> page, CancellationToken cancellationToken)
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
