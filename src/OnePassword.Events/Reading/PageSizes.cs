namespace OnePassword.Events.Reading;

/// <summary>The largest page that a feed requests. It shrinks when a response is larger than the client accepts.</summary>
internal sealed class PageSizes
{
    private int _largest = EventQuery.MaxPageSize;

    /// <summary>The maximum number of events per page.</summary>
    public int Largest => Volatile.Read(ref _largest);

    public PageRequest Fit(PageRequest request) => request.Limit > Largest ? request with { Limit = Largest } : request;

    /// <summary>
    /// Halves the size after a response that was too large. A cursor keeps its page size, so only a first request can be
    /// repeated.
    /// </summary>
    /// <returns>The new size, or null if the request cannot be repeated with it.</returns>
    public int? Halve(PageRequest request)
    {
        var largest = Volatile.Read(ref _largest);
        var half = Math.Min(largest, Math.Max(1, (request.Limit ?? largest) / 2));
        Interlocked.CompareExchange(ref _largest, half, largest);
        return request.Limit > half ? half : null;
    }
}
