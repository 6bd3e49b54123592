using OnePassword.Events.Cli.Accounts;

namespace OnePassword.Events.Cli.Follow;

/// <summary>An account and where following it starts without a checkpoint.</summary>
internal sealed record FollowedAccount(Account Account, DateTimeOffset Start);
