namespace OnePassword.Events;

/// <summary>
/// The names of the three feeds: the last part of a feed's path, and the feature that a token needs to read it (reference:
/// "Authorization").
/// </summary>
public static class FeedNames
{
    /// <summary>Actions of team members within the account.</summary>
    public const string AuditEvents = "auditevents";

    /// <summary>Each use of an item that is stored in a shared vault.</summary>
    public const string ItemUsages = "itemusages";

    /// <summary>Successful and failed sign-ins.</summary>
    public const string SignInAttempts = "signinattempts";

    /// <summary>The three, in the order of the reference.</summary>
    public static IReadOnlyList<string> All { get; } = [AuditEvents, ItemUsages, SignInAttempts];
}
