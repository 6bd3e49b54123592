namespace OnePassword.Events.Formats.Ocsf;

/// <summary>An event class of OCSF 1.8.0.</summary>
/// <param name="Uid">The identifier of the class.</param>
/// <param name="Name">The caption.</param>
/// <param name="Category">The identifier of the category.</param>
/// <param name="Activities">The captions of the activities, from 0.</param>
internal sealed record OcsfClass(int Uid, string Name, int Category, params IReadOnlyList<string> Activities)
{
    public const int UnknownActivity = 0;
    public const int OtherActivity = 99;

    public static readonly OcsfClass Base = new(0, "Base Event", 0, "Unknown") { HasHostProfile = true, HasEndpoint = false };

    public static readonly OcsfClass AccountChange = new(
        3001, "Account Change", 3, "Unknown", "Create", "Enable", "Password Change", "Password Reset", "Disable", "Delete",
        "Attach Policy", "Detach Policy", "Lock", "MFA Factor Enable", "MFA Factor Disable", "Unlock");

    public static readonly OcsfClass Authentication = new(
        3002, "Authentication", 3, "Unknown", "Logon", "Logoff", "Authentication Ticket", "Service Ticket Request",
        "Service Ticket Renew", "Preauth", "Account Switch");

    public static readonly OcsfClass EntityManagement = new(
        3004, "Entity Management", 3, "Unknown", "Create", "Read", "Update", "Delete", "Move", "Enroll", "Unenroll", "Enable",
        "Disable", "Activate", "Deactivate", "Suspend", "Resume");

    public static readonly OcsfClass UserAccess = new(
        3005, "User Access Management", 3, "Unknown", "Assign Privileges", "Revoke Privileges");

    public static readonly OcsfClass GroupManagement = new(
        3006, "Group Management", 3, "Unknown", "Assign Privileges", "Revoke Privileges", "Add User", "Remove User", "Delete",
        "Create", "Add Subgroup", "Remove Subgroup");

    public static readonly OcsfClass WebResources = new(
        6001, "Web Resources Activity", 6, "Unknown", "Create", "Read", "Update", "Delete", "Search", "Import", "Export", "Share")
    {
        HasHostProfile = true,
    };

    /// <summary>Gets whether the actor belongs to the profile <c>host</c>, which an event must declare.</summary>
    public bool HasHostProfile { get; private init; }

    /// <summary>Gets whether the class has an attribute for the address of the actor.</summary>
    public bool HasEndpoint { get; private init; } = true;
}
