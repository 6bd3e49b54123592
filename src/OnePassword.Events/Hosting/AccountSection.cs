namespace OnePassword.Events.Hosting;

/// <summary>The configuration section of an account, for error messages.</summary>
/// <param name="Account">The name of the registration; empty for the account without a name.</param>
/// <param name="Path">The path of the section, such as <c>Accounts:Acme</c>.</param>
internal sealed record AccountSection(string Account, string Path);
