namespace OnePassword.Events.Emulator;

/// <summary>One of the three event feeds.</summary>
public enum EmulatorFeed
{
    /// <summary>Actions by team members, <c>auditevents</c> in the API.</summary>
    AuditEvents,

    /// <summary>Uses of items in shared vaults, <c>itemusages</c> in the API.</summary>
    ItemUsages,

    /// <summary>Successful and failed sign-ins, <c>signinattempts</c> in the API.</summary>
    SignInAttempts,
}
