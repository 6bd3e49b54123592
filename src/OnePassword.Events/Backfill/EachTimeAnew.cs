namespace OnePassword.Events.Backfill;

/// <summary>A sequence that reads anew each time it is enumerated.</summary>
internal sealed class EachTimeAnew<T>(Func<CancellationToken, IAsyncEnumerable<T>> read, CancellationToken given) : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        read(given).GetAsyncEnumerator(cancellationToken);
}
