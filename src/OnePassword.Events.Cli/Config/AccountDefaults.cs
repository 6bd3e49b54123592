namespace OnePassword.Events.Cli.Config;

/// <summary>What the file says for all accounts, which each may say for itself.</summary>
internal sealed record AccountDefaults(IReadOnlyList<string> Feeds, DateTimeOffset Start);
