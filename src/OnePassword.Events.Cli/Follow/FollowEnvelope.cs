namespace OnePassword.Events.Cli.Follow;

/// <summary>Where events come from, for lines that say so.</summary>
/// <param name="Account">The name of the account; null if it has none.</param>
/// <param name="Feed">The name of the feed.</param>
/// <param name="Region">The host.</param>
internal sealed record FollowEnvelope(string? Account, string Feed, string Region);
