using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Accounts;

/// <summary>An account that is followed.</summary>
/// <param name="Name">Its name; null for the only one, which needs none.</param>
/// <param name="Token">Its token.</param>
/// <param name="Region">Where it is; null: as the token says.</param>
/// <param name="IsV1">Whether V1 of the API is asked.</param>
/// <param name="Feeds">The feeds; empty: each that the token may read.</param>
/// <param name="Start">Where following begins if there is no checkpoint.</param>
internal sealed record Account(string? Name, AccountToken Token, EventsRegion? Region, bool IsV1, IReadOnlyList<string> Feeds, DateTimeOffset Start)
{
    public static Account Of(AccountConfig config, IReadOnlyCollection<string> tokenVariables, CliContext io) =>
        new(config.Name, AccountToken.Of(config.Token, tokenVariables, io), config.Region, config.IsV1, config.Feeds, config.Start);

    /// <summary>What messages call it.</summary>
    public string Title => Name ?? "the account";

    /// <summary>The name of a feed of it: that of its checkpoint.</summary>
    public string NameOf(string feed) => Name is null ? feed : $"{Name}-{feed}";
}
