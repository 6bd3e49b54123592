namespace OnePassword.Events.Fleet.Accounts;

/// <summary>An account of the fleet.</summary>
/// <param name="Name">The name.</param>
/// <param name="Revision">Changes whenever the account must restart.</param>
/// <param name="IsPaused">Whether no node follows it.</param>
internal sealed record FleetAccount(string Name, long Revision, bool IsPaused);
