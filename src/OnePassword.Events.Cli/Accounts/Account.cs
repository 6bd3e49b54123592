using OnePassword.Events.Cli.Messages;

namespace OnePassword.Events.Cli.Accounts;

/// <summary>A 1Password account: its server, its token and the requested feeds.</summary>
/// <param name="Name">The name from the configuration file; null for the account of the command line.</param>
/// <param name="Token">The token.</param>
/// <param name="Region">The server; null if the token's <c>aud</c> claim names it.</param>
/// <param name="IsV1">Whether to use API v1 instead of v2.</param>
/// <param name="Feeds">The feeds that were named; empty for every feed that the token can read.</param>
internal sealed record Account(string? Name, AccountToken Token, EventsRegion? Region, bool IsV1, IReadOnlyList<string> Feeds)
{
    /// <summary>Gets the request limits that replace the client's defaults; null to keep the defaults.</summary>
    public RequestQuota? Quota { get; init; }

    /// <summary>The timeout of a command whose result the operator waits for.</summary>
    public static readonly TimeSpan ShortTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Gets the time for a request, retries included; null to keep the defaults of the client.</summary>
    public TimeSpan? Timeout { get; init; }

    public string ApiVersion => IsV1 ? "v1" : "v2";

    /// <summary>Gets the display name.</summary>
    public string Title => Name ?? "the account";

    /// <summary>Gets the source of a message about the account.</summary>
    public MessageSource Source => new(Name, Feed: null);

    /// <summary>Returns the source of a message about a feed.</summary>
    public MessageSource SourceOf(string feed) => new(Name, feed);

    /// <summary>Returns the name of a feed's checkpoint.</summary>
    public string CheckpointName(string feed) => Name is null ? feed : $"{Name}-{feed}";
}
