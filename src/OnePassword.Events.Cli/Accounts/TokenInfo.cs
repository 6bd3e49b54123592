namespace OnePassword.Events.Cli.Accounts;

/// <summary>What the server reports about a token. No features are reported by a server without introspection.</summary>
internal sealed record TokenInfo(string? Uuid, string? AccountUuid, EventTime? IssuedAt, IReadOnlyList<string>? Features)
{
    public string FeatureList => Features is { Count: > 0 } ? string.Join(", ", Features) : "none";

    public bool CanRead(string feed) => Features?.Contains(feed, StringComparer.Ordinal) ?? true;
}
