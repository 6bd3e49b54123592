using System.Runtime.CompilerServices;

namespace OnePassword.Events;

/// <summary>The one loop that reads a query to its end, for typed and raw pages of every feed and version.</summary>
internal static class PageLoop
{
    public static async IAsyncEnumerable<TPage> ReadAsync<TPage>(
        EventQuery query,
        TimeProvider clock,
        Func<PageRequest, CancellationToken, Task<TPage>> fetch,
        Func<Exception> standstillError,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where TPage : IPage
    {
        var request = query.FirstRequest(clock);
        var standstill = new Standstill();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = await fetch(request, cancellationToken).ConfigureAwait(false);
            if (standstill.Reached(request, page))
                throw standstillError();

            yield return page;
            if (!page.HasMore)
                yield break;
            request = PageRequest.After(page.Cursor);
        }
    }

    /// <summary>The same, but that the next page is asked for while one is in use: one page ahead, and never more.</summary>
    public static async IAsyncEnumerable<TPage> ReadAheadAsync<TPage>(
        EventQuery query,
        TimeProvider clock,
        Func<PageRequest, CancellationToken, Task<TPage>> fetch,
        Func<Exception> standstillError,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where TPage : IPage
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var request = query.FirstRequest(clock);
        var standstill = new Standstill();
        var next = fetch(request, stop.Token);
        try
        {
            while (true)
            {
                var page = await next.ConfigureAwait(false);
                if (standstill.Reached(request, page))
                    throw standstillError();

                if (page.HasMore)
                    next = fetch(request = PageRequest.After(page.Cursor), stop.Token);
                yield return page;
                if (!page.HasMore)
                    yield break;
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // Nobody waits for it any more.
        }
    }
}
