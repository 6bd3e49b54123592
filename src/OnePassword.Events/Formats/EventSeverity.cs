namespace OnePassword.Events.Formats;

/// <summary>How urgent an event is for a security team.</summary>
internal enum EventSeverity
{
    Informational,

    Low,

    Medium,
}
