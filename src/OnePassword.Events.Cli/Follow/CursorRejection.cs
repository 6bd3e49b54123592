namespace OnePassword.Events.Cli.Follow;

/// <summary>The reaction to a cursor that the server rejects.</summary>
/// <param name="Action">Whether the feed stops or restarts.</param>
/// <param name="Overlap">How far before the last event a restart begins.</param>
internal sealed record CursorRejection(CursorRejectedAction Action, TimeSpan Overlap);
