namespace OnePassword.Events.Emulator.Http;

/// <summary>How a page differs from a whole one, by a fault.</summary>
[Flags]
internal enum PageShape
{
    Whole = 0,
    NoCursor = 1,
    NoHasMore = 2,
    NullItems = 4,

    /// <summary>No items, has_more true, and the cursor of the request.</summary>
    Empty = 8,
}
