namespace OnePassword.Events.Cli.Follow.Status;

/// <summary>When a feed is silent, and what that means.</summary>
/// <param name="Limit">How long a feed can be without new events; null for no limit.</param>
/// <param name="FailsHealth">Whether a silent feed makes the status unhealthy.</param>
internal readonly record struct SilenceRule(TimeSpan? Limit, bool FailsHealth);
