namespace OnePassword.Events.Reading;

/// <summary>How many events a page of a feed may have: fewer, once a response was larger than the client accepts.</summary>
internal sealed class PageSizes
{
    private int _most = EventQuery.MaxPageSize;

    /// <summary>The most events that a page may have.</summary>
    public int Most => Volatile.Read(ref _most);

    public PageRequest Fit(PageRequest request) => request.Limit > Volatile.Read(ref _most) ? request with { Limit = _most } : request;

    /// <summary>A response was too large. A cursor keeps the size that it was made with, so only a request without one can be repeated.</summary>
    /// <returns>The new size if the request can be repeated with it; else null.</returns>
    public int? Halve(PageRequest request)
    {
        var most = Volatile.Read(ref _most);
        var half = Math.Min(most, Math.Max(1, (request.Limit ?? most) / 2));
        Interlocked.CompareExchange(ref _most, half, most);
        return request.Limit > half ? half : null;
    }
}
