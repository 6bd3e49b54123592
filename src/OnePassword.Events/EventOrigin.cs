namespace OnePassword.Events;

/// <summary>The origin of events. The reader states it, so that no format has to guess it from the events.</summary>
/// <remarks>All events of a page have the same origin. Create one per page: formats cache what they derive from it.</remarks>
public sealed record EventOrigin
{
    /// <summary>Gets the name of the account in the configuration.</summary>
    /// <value>Default: null, which means that the account has no name.</value>
    public string? Account { get; init; }

    /// <summary>Gets the UUID of the account that owns the token.</summary>
    /// <value>Default: null, which means that it is unknown.</value>
    public string? AccountUuid { get; init; }

    /// <summary>Gets the name of the feed: see <see cref="FeedNames"/>.</summary>
    public required string Feed { get; init; }

    /// <summary>Gets the version of the API: <c>v1</c> or <c>v2</c>.</summary>
    /// <value>Default: <c>v2</c>.</value>
    public string ApiVersion { get; init; } = "v2";

    /// <summary>Gets the host of the server, with its port unless it is the default port.</summary>
    /// <value>Default: null, which means that it is unknown.</value>
    public string? Host { get; init; }

    /// <summary>Gets the time at which the page was read.</summary>
    public required DateTimeOffset ReadAt { get; init; }
}
