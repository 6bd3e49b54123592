namespace OnePassword.Events.Formats.Ocsf;

/// <summary>The outcome of a sign-in, by its category.</summary>
internal sealed record OcsfOutcome(OcsfValue Status, OcsfValue Severity)
{
    private static readonly EventTable<OcsfOutcome> Categories = new(
        ("*", "success", new(OcsfValue.Success, OcsfValue.Informational)),
        ("*", "firewall_reported_success", new(OcsfValue.Success, OcsfValue.Informational)
        {
            Action = new(3, "Observed"),
            Disposition = new(17, "Logged"),
        }),
        ("*", "firewall_failed", new(OcsfValue.Failure, OcsfValue.Medium)
        {
            Action = new(2, "Denied"),
            Disposition = new(2, "Blocked"),
        }),
        ("*", "*", new(OcsfValue.Failure, OcsfValue.Low)));

    /// <summary>Gets what a firewall rule did; null without a rule. It belongs to the profile <c>security_control</c>.</summary>
    public OcsfValue? Action { get; private init; }

    public OcsfValue? Disposition { get; private init; }

    public static OcsfOutcome Of(JsonField category) => Categories.Find(default, category)!;
}
