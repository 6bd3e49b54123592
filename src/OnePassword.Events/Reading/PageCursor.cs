namespace OnePassword.Events.Reading;

/// <summary>The position of a reader in a sequence of pages. It detects a server that makes no progress.</summary>
/// <param name="first">The request for the first page. All later requests continue from the cursor of the previous page.</param>
internal sealed class PageCursor(PageRequest first)
{
    /// <summary>The number of consecutive stalled pages that ends a read.</summary>
    public const int MaxStalledPages = 3;

    private IPage? _previous;
    private int _stalled;

    public PageRequest Request { get; private set; } = first;

    /// <summary>Moves past a page.</summary>
    /// <returns>False if the server keeps reporting more events, but sends nothing new and does not move its cursor.</returns>
    public bool TryAdvance(IPage page)
    {
        var hasNews = page.Count > 0 && (_previous is null || !page.Repeats(_previous));
        var isStalled = page.HasMore && page.Cursor == Request.Cursor && !hasNews;
        _stalled = isStalled ? _stalled + 1 : 0;
        (_previous, Request) = (page, PageRequest.After(page.Cursor));
        return _stalled < MaxStalledPages;
    }
}
