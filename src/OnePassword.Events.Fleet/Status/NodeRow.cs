namespace OnePassword.Events.Fleet.Status;

/// <summary>An active node.</summary>
/// <param name="Name">The name.</param>
/// <param name="Silence">How long it has not written that it runs.</param>
/// <param name="Started">When it started.</param>
/// <param name="Accounts">How many accounts it follows.</param>
internal sealed record NodeRow(string Name, TimeSpan Silence, DateTimeOffset Started, long Accounts);
