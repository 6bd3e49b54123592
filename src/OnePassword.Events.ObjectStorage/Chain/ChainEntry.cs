using OnePassword.Events.ObjectStorage.Layout;

namespace OnePassword.Events.ObjectStorage.Chain;

/// <summary>One entry of the chain of a follower. An entry is created once and never changes.</summary>
/// <param name="Number">The number: one more than that of the entry before.</param>
/// <param name="Epoch">Which owner has written it. Each owner has a higher epoch than the one before.</param>
/// <param name="WrittenAt">When it was written; never before the entry before.</param>
/// <param name="Committed">The number of the last earlier entry that counts; 0 if there is none.</param>
/// <param name="Checkpoint">
/// The checkpoint after the entry, without uuids; null at the beginning. If the entry has events, it counts once they are stored.
/// </param>
/// <param name="Events">The object of the events of a page; null if the entry has none, or an archive.</param>
/// <param name="Archive">The key of the archive of a page that a layout divides; null if the entry has none.</param>
/// <param name="Uuids">The uuids that the entry adds to those of the latest events.</param>
internal sealed record ChainEntry(
    long Number, long Epoch, DateTimeOffset WrittenAt, long Committed, Checkpoint? Checkpoint, EventsObject? Events,
    string? Archive, UuidChange Uuids);
