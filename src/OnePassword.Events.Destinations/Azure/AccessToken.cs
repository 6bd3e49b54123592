namespace OnePassword.Events.Destinations.Azure;

/// <summary>An access token. It is not a record, whose text would contain the token.</summary>
internal sealed class AccessToken(string value, DateTimeOffset receivedAt, DateTimeOffset expiresAt)
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    public string Value { get; } = value;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    /// <summary>Gets when a new token is requested: before the old one expires, even if that lives only minutes.</summary>
    public DateTimeOffset RefreshAt { get; } =
        expiresAt - TimeSpan.FromTicks(Math.Min(Margin.Ticks, (expiresAt - receivedAt).Ticks / 2));
}
