namespace OnePassword.Events.Emulator.Events;

/// <summary>What the <c>details</c> of a sign-in name: the value of the firewall rule that matched.</summary>
internal enum FirewallRule
{
    None,
    Ip,
    Country,
    Continent,
}
