namespace OnePassword.Events.Formats.Ocsf;

/// <summary>The outcome of a sign-in, by its category.</summary>
internal sealed record OcsfOutcome(OcsfValue Status)
{
    private static readonly EventTable<OcsfOutcome> Categories = new(
        ("*", "success", new(OcsfValue.Success)),
        ("*", "firewall_reported_success", new(OcsfValue.Success)
        {
            Action = new(3, "Observed"),
            Disposition = new(17, "Logged"),
        }),
        ("*", "firewall_failed", new(OcsfValue.Failure)
        {
            Action = new(2, "Denied"),
            Disposition = new(2, "Blocked"),
        }),
        ("*", "*", new(OcsfValue.Failure)));

    /// <summary>Gets what a firewall rule did; null without a rule. It belongs to the profile <c>security_control</c>.</summary>
    public OcsfValue? Action { get; private init; }

    public OcsfValue? Disposition { get; private init; }

    public static OcsfOutcome Of(JsonField category) => Categories.Find(default, category)!;
}
