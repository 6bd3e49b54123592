namespace OnePassword.Events.Emulator.Paging;

/// <summary>The parts of a page that a fault removes.</summary>
[Flags]
internal enum PageShape
{
    Complete = 0,
    NoCursor = 1,
    NoHasMore = 2,
    NullItems = 4,

    /// <summary>A page without items, with has_more true and the cursor of the request.</summary>
    Empty = 8,
}
