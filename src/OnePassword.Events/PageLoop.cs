using System.Runtime.CompilerServices;

namespace OnePassword.Events;

/// <summary>The one loop that follows cursors, for typed and raw pages of every feed and version.</summary>
internal static class PageLoop
{
    /// <summary>How many answers in a row may promise more, bring nothing new and stay where they are.</summary>
    public const int MaxStandstill = 3;

    public static async IAsyncEnumerable<TPage> ReadAsync<TPage>(
        EventQuery query,
        TimeProvider clock,
        Func<PageRequest, CancellationToken, Task<TPage>> fetch,
        Func<Exception> standstillError,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where TPage : IPage
    {
        var request = query.FirstRequest(clock);
        var standstill = 0;
        TPage? previous = default;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = await fetch(request, cancellationToken).ConfigureAwait(false);
            var stood = page.HasMore && page.Cursor == request.Cursor && (page.Count == 0 || (previous is not null && page.Repeats(previous)));
            standstill = stood ? standstill + 1 : 0;
            if (standstill == MaxStandstill)
                throw standstillError();

            yield return page;
            previous = page;
            if (!page.HasMore)
                yield break;
            request = PageRequest.After(page.Cursor);
        }
    }
}
