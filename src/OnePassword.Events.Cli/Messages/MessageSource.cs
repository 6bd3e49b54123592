using System.Globalization;

namespace OnePassword.Events.Cli.Messages;

/// <summary>The account, the feed and the server that a message is about, as far as they are known.</summary>
/// <param name="Account">The name of the account; null for the account of the command line.</param>
/// <param name="Feed">The feed; null if the message is not about one feed.</param>
/// <param name="Server">The region or address of the server; null if the message need not name it.</param>
internal readonly record struct MessageSource(string? Account, string? Feed, string? Server = null)
{
    /// <summary>Gets the name of the output; null if the message is not about one of several.</summary>
    public string? Output { get; init; }

    /// <summary>Gets the number of requests that were sent for a page. Named if there are several.</summary>
    public int Attempts { get; init; }

    /// <summary>Gets the start of a message; empty if nothing is known.</summary>
    public string Prefix => Place is not { } place ? ""
        : Attempts > 1 ? $"{place}, {Attempts.ToString(CultureInfo.InvariantCulture)} attempts: "
        : $"{place}: ";

    private string? Place => (Account, Feed, Server) switch
    {
        (null, null, var server) => server,
        (var account, null, null) => account,
        (var account, null, var server) => $"{account} at {server}",
        (null, var feed, null) => $"{feed}{OutputPart}",
        (var account, var feed, null) => $"{account}-{feed}{OutputPart}",
        (null, var feed, var server) => $"{feed} at {server}{(Output is null ? "" : $" ({Output})")}",
        (var account, var feed, var server) =>
            $"{feed} at {server} ({account}{(Output is null ? "" : $", {Output}")})",
    };

    // As in the names of checkpoints.
    private string OutputPart => Output is null ? "" : $"-{Output}";
}
