namespace OnePassword.Events.Cli.Follow;

/// <summary>What happens when the server rejects a cursor.</summary>
/// <param name="Action">Whether the feed stops or restarts.</param>
/// <param name="Overlap">How far before the last event a restart begins.</param>
internal sealed record CursorRejection(CursorRejectedAction Action, TimeSpan Overlap);
