namespace OnePassword.Events.Cli.Accounts;

/// <summary>What the server says of a token.</summary>
internal sealed record TokenInfo(string? Uuid, string? AccountUuid, EventTime? IssuedAt, IReadOnlyList<string>? Features)
{
    /// <summary>The feeds, for people.</summary>
    public string Listed => Features is { Count: > 0 } ? string.Join(", ", Features) : "none";

    /// <summary>Whether the token may read a feed; a server that does not list features leaves that to the reading.</summary>
    public bool MayRead(string feed) => Features?.Contains(feed, StringComparer.Ordinal) ?? true;
}
