namespace OnePassword.Events.Testing.Services;

/// <summary>A log record that a collector received.</summary>
internal sealed record CollectedLog(
    ulong Time, ulong ObservedTime, int Severity, string SeverityText, string EventName, byte[] Body, bool IsText)
{
    public required Dictionary<string, string> Attributes { get; init; }

    public required Dictionary<string, string> Resource { get; init; }

    public string Text => System.Text.Encoding.UTF8.GetString(Body);
}
