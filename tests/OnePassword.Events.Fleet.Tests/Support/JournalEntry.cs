namespace OnePassword.Events.Fleet.Tests.Support;

/// <summary>A change of a feed's row.</summary>
/// <param name="Time">The time of the change.</param>
/// <param name="Name">The feed.</param>
/// <param name="Account">The account.</param>
/// <param name="Epoch">How often the feed has been taken.</param>
/// <param name="Version">The number of commits.</param>
/// <param name="LastSeq">The number of events.</param>
/// <param name="Writer">The process that made the change.</param>
/// <param name="IsCommit">Whether the change is a commit; otherwise the process took the feed.</param>
internal sealed record JournalEntry(
    DateTimeOffset Time, string Name, string Account, long Epoch, long Version, long LastSeq, string Writer, bool IsCommit);
