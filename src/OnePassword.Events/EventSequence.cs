using System.Runtime.CompilerServices;

namespace OnePassword.Events;

/// <summary>The events of a query, read page by page during the enumeration. Each enumeration starts the query again.</summary>
/// <typeparam name="TEvent">The type of the events.</typeparam>
public sealed class EventSequence<TEvent> : IAsyncEnumerable<TEvent>
{
    private readonly Func<CancellationToken, IAsyncEnumerable<EventPage<TEvent>>> _read;
    private readonly CancellationToken _cancellationToken;

    internal EventSequence(
        Func<CancellationToken, IAsyncEnumerable<EventPage<TEvent>>> read, CancellationToken cancellationToken) =>
        (_read, _cancellationToken) = (read, cancellationToken);

    /// <summary>Returns the same events as pages. Each page has a cursor.</summary>
    public IAsyncEnumerable<EventPage<TEvent>> AsPages() => _read(_cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerator<TEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        Items(cancellationToken).GetAsyncEnumerator(cancellationToken);

    private async IAsyncEnumerable<TEvent> Items([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in AsPages().WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var item in page.Items)
                yield return item;
        }
    }
}
