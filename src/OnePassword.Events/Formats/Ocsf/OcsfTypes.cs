namespace OnePassword.Events.Formats.Ocsf;

/// <summary>Values of enums for texts that 1Password sends. Other texts have the value 99, and are their own caption.</summary>
internal static class OcsfTypes
{
    public static readonly OcsfValue Impersonate = new(2, "Impersonate");
    public static readonly OcsfValue OtherEntity = new(99, "Other");

    /// <summary>The types of entities, by object type.</summary>
    public static readonly EventTable<OcsfValue> Entities = new(
        ("device", "*", new(1, "Device")),
        ("user invite miguser ec", "*", new(2, "User")),
        ("group gm gva", "*", new(3, "Group")),
        ("account mngdacc famchild", "*", new(4, "Organization")),
        ("sso", "*", new(5, "Policy")));

    /// <summary>The types of operating systems, by <c>os_name</c>.</summary>
    public static readonly EventTable<OcsfValue> OperatingSystems = new(
        ("*", "Windows", new(100, "Windows")),
        ("*", "Linux", new(200, "Linux")),
        ("*", "Android", new(201, "Android")),
        ("*", "MacOSX macOS", new(300, "macOS")),
        ("*", "iOS", new(301, "iOS")),
        ("*", "iPadOS", new(302, "iPadOS")));

    /// <summary>The types of users, by <c>actor_type</c> or <c>user_type</c>.</summary>
    public static readonly EventTable<OcsfValue> Users = new(("*", "user", new(1, "User")));

    /// <summary>The factors of an attempt, by the beginning of its <c>type</c>.</summary>
    public static readonly IReadOnlyList<(string Prefix, OcsfValue? Factor)> Factors =
    [
        ("totp_", new(7, "OTP")), ("u2f_", new(9, "U2F")), ("duo_", new(5, "Push Notification")),
        ("password_secret_", new(11, "Password")), ("mfa_", null),
    ];
}
