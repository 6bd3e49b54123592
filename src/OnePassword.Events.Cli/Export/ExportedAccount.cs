using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow.Outputs;

namespace OnePassword.Events.Cli.Export;

/// <summary>An account to export.</summary>
/// <param name="Account">The account.</param>
/// <param name="Since">The start as the operator wrote it, such as 24h, or <see cref="StartOfFile"/>.</param>
/// <param name="Start">The start.</param>
internal sealed record ExportedAccount(Account Account, string Since, DateTimeOffset Start)
{
    /// <summary>The start is that of the configuration file.</summary>
    public const string StartOfFile = "";

    /// <summary>Gets the destination of its events; null for files and standard output.</summary>
    public DestinationOutput? Destination { get; init; }

    /// <summary>Gets the feeds that may be exported, before the token is known.</summary>
    public IReadOnlyList<string> Feeds => Account.Feeds.Count > 0 ? Account.Feeds : FeedNames.All;
}
