namespace OnePassword.Events.Cli.Accounts;

/// <summary>The introspection of a token. A server without introspection reports no features.</summary>
internal sealed record TokenInfo(string? Uuid, string? AccountUuid, EventTime? IssuedAt, IReadOnlyList<string>? Features)
{
    public string FeatureList => Features is { Count: > 0 } ? string.Join(", ", Features) : "none";

    public bool CanRead(string feed) => Features?.Contains(feed, StringComparer.Ordinal) ?? true;
}
