namespace OnePassword.Events.Formats.Ocsf;

/// <summary>The audit events that security teams alert on. The API does not send a severity.</summary>
internal static class OcsfSeverities
{
    private static readonly EventTable<OcsfValue> AuditEvents = new(
        ("account", "disblmfa updatfw", OcsfValue.Medium),
        ("sso", "*", OcsfValue.Medium),
        ("vault", "export", OcsfValue.Medium),
        ("satoken", "create trename tverify trevoke", OcsfValue.Medium),
        ("*", "*", OcsfValue.Informational));

    public static OcsfValue Of(string feed, JsonField objectType, JsonField action) =>
        feed == FeedNames.AuditEvents ? AuditEvents.Find(objectType, action)! : OcsfValue.Informational;
}
