namespace OnePassword.Events.Formats;

/// <summary>The severities of events, which the API does not send. OCSF, syslog and CEF have the same.</summary>
internal static class EventSeverities
{
    /// <param name="feed">The feed.</param>
    /// <param name="objectType">The type of the object of an audit event; empty if it is missing.</param>
    /// <param name="code">The action, or the category of a sign-in; empty if it is missing.</param>
    public static EventSeverity Of(string feed, ReadOnlySpan<char> objectType, ReadOnlySpan<char> code) => feed switch
    {
        FeedNames.AuditEvents when IsAlarming(objectType, code) => EventSeverity.Medium,
        FeedNames.SignInAttempts when code is "firewall_failed" => EventSeverity.Medium,
        FeedNames.SignInAttempts when !IsSuccess(code) => EventSeverity.Low,
        _ => EventSeverity.Informational,
    };

    /// <summary>Returns whether the category of a sign-in is that of a successful one.</summary>
    public static bool IsSuccess(ReadOnlySpan<char> category) => category is "success" or "firewall_reported_success";

    // The audit events that security teams alert on.
    private static bool IsAlarming(ReadOnlySpan<char> objectType, ReadOnlySpan<char> action) => objectType switch
    {
        "account" => action is "disblmfa" or "updatfw",
        "sso" => true,
        "vault" => action is "export",
        "satoken" => action is "create" or "trename" or "tverify" or "trevoke",
        _ => false,
    };
}
