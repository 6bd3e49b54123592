namespace OnePassword.Events.Emulator;

/// <summary>One of the three streams of events.</summary>
public enum EmulatorFeed
{
    /// <summary>Actions by team members; on the wire <c>auditevents</c>.</summary>
    AuditEvents,

    /// <summary>Uses of items in shared vaults; on the wire <c>itemusages</c>.</summary>
    ItemUsages,

    /// <summary>Successful and failed sign-ins; on the wire <c>signinattempts</c>.</summary>
    SignInAttempts,
}
