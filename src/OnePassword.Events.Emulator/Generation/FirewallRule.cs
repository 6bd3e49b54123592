namespace OnePassword.Events.Emulator.Generation;

/// <summary>The firewall rule whose value is in the <c>details</c> of a sign-in.</summary>
internal enum FirewallRule
{
    None,
    Ip,
    Country,
    Continent,
}
