namespace OnePassword.Events.Fleet.Status;

/// <summary>A feed, or an account without feeds.</summary>
/// <param name="Name">The name of its checkpoint, or of the account.</param>
/// <param name="Account">The account.</param>
/// <param name="Node">The node that reported it last; empty for none.</param>
/// <param name="State">The state, as <c>op-events follow</c> names it, or <c>paused</c>.</param>
/// <param name="Text">The state with details.</param>
/// <param name="Events">The events in the database of the fleet.</param>
/// <param name="SavedAt">The last commit; null for none.</param>
internal sealed record FeedRow(
    string Name, string Account, string Node, string State, string Text, long Events, DateTimeOffset? SavedAt);
