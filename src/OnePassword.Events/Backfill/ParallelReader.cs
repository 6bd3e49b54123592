using System.Runtime.CompilerServices;
using OnePassword.Events.Reading;

namespace OnePassword.Events.Backfill;

/// <summary>Reads a closed time range with several requests in parallel.</summary>
internal static class ParallelReader
{
    public static async IAsyncEnumerable<TPage> ReadAsync<TPage, TEvent>(
        PageReader<TPage, TEvent> reader,
        EventQuery query,
        ReadOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where TPage : class, IPage
    {
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var worker = new ParallelReadWorker<TPage, TEvent>(reader, query, options);
        var work = worker.RunAsync(abort, cancellationToken);
        try
        {
            await foreach (var page in worker.Pages.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                cancellationToken.ThrowIfCancellationRequested(); // The channel returns buffered pages even then.
                yield return page;
                worker.PageConsumed();
            }
        }
        finally
        {
            await abort.CancelAsync().ConfigureAwait(false);
            await work.ConfigureAwait(false);
        }
    }
}
