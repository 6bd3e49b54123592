using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;

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

    /// <summary>Gets the identifier in the token of the command line; null if there is none.</summary>
    public string? Identifier { get; init; }

    /// <summary>Gets the account in paths of files: its name or its identifier.</summary>
    /// <exception cref="CliException">It has neither, or the identifier cannot be part of a path.</exception>
    public string NameInFiles => Name ?? (Identifier is { } identifier && AccountName.IsValid(identifier)
        ? identifier
        : throw CliException.Usage(
            "the output depends on {account}, but the token does not identify its account. "
                + "Leave out {account}, or name the account in a file: --config."));

    public string ApiVersion => IsV1 ? "v1" : "v2";

    /// <summary>Gets the display name.</summary>
    public string Title => Name ?? "the account";

    /// <summary>Gets the account on <c>/healthz</c> and in metrics: its name, its identifier or <c>unknown</c>.</summary>
    public string Label => Name ?? Identifier ?? "unknown";

    /// <summary>Gets the source of a message about the account.</summary>
    public MessageSource Source => new(Name, Feed: null);

    /// <summary>Returns the source of a message about a feed, or about one of its outputs.</summary>
    public MessageSource SourceOf(string feed, string? output = null) => new(Name, feed) { Output = output };

    /// <summary>Returns the name of a feed's checkpoint, or of one of its outputs' checkpoints.</summary>
    public string CheckpointName(string feed, string? output = null) =>
        (Name is null ? feed : $"{Name}-{feed}") + (output is null ? "" : $"-{output}");
}
