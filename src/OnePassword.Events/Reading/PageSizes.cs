namespace OnePassword.Events.Reading;

/// <summary>The largest page that a feed requests. It shrinks when a response is larger than the client accepts.</summary>
internal sealed class PageSizes
{
    private int _most = EventQuery.MaxPageSize;

    /// <summary>The most events per page.</summary>
    public int Most => Volatile.Read(ref _most);

    public PageRequest Fit(PageRequest request) => request.Limit > Most ? request with { Limit = Most } : request;

    /// <summary>
    /// Halves the size after a response that was too large. A cursor keeps its page size, so only a first request can be
    /// repeated.
    /// </summary>
    /// <returns>The new size, or null if the request cannot be repeated with it.</returns>
    public int? Halve(PageRequest request)
    {
        var most = Volatile.Read(ref _most);
        var half = Math.Min(most, Math.Max(1, (request.Limit ?? most) / 2));
        Interlocked.CompareExchange(ref _most, half, most);
        return request.Limit > half ? half : null;
    }
}
