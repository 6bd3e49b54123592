namespace OnePassword.Events.ObjectStorage.Layout;

/// <summary>The objects of a page. Either <paramref name="Events"/> or <paramref name="Archive"/> is set.</summary>
/// <param name="Events">The only object of a page without a layout; null with a layout.</param>
/// <param name="Archive">The key of the archive of all objects of a page with a layout; null without a layout.</param>
/// <param name="Objects">The keys and contents of the objects.</param>
internal sealed record PageContent(
    EventsObject? Events, string? Archive, IReadOnlyList<(string Key, byte[] Content)> Objects);
