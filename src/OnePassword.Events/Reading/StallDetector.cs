namespace OnePassword.Events.Reading;

/// <summary>Counts the answers in a row that promise more, bring nothing new and stay where they are.</summary>
internal sealed class StallDetector
{
    /// <summary>How many such answers end a reading.</summary>
    public const int Max = 3;

    private IPage? _previous;
    private int _count;

    /// <summary>Whether the server has stood still for too long with this answer.</summary>
    public bool Reached(PageRequest request, IPage page)
    {
        var stood = page.HasMore && page.Cursor == request.Cursor && (page.Count == 0 || (_previous is not null && page.Repeats(_previous)));
        _count = stood ? _count + 1 : 0;
        _previous = page;
        return _count == Max;
    }
}
