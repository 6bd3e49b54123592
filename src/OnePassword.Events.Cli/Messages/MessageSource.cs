namespace OnePassword.Events.Cli.Messages;

/// <summary>The account, the feed and the server that a message is about, as far as they are known.</summary>
/// <param name="Account">The name of the account; null for the account of the command line.</param>
/// <param name="Feed">The feed; null if the message is not about one feed.</param>
/// <param name="Server">The region or address of the server; null if the message need not name it.</param>
internal readonly record struct MessageSource(string? Account, string? Feed, string? Server = null)
{
    /// <summary>Returns what the text of a message starts with; empty if nothing is known.</summary>
    public string Prefix => (Account, Feed, Server) switch
    {
        (null, null, null) => "",
        (null, null, var server) => $"{server}: ",
        (var account, null, null) => $"{account}: ",
        (var account, null, var server) => $"{account} at {server}: ",
        (null, var feed, null) => $"{feed}: ",
        (var account, var feed, null) => $"{account}-{feed}: ",
        (null, var feed, var server) => $"{feed} at {server}: ",
        (var account, var feed, var server) => $"{feed} at {server} ({account}): ",
    };
}
