using OnePassword.Events.Cli.Accounts;

namespace OnePassword.Events.Cli.Follow.Status;

/// <summary>The address of health and metrics, and its token.</summary>
/// <param name="Address">The address.</param>
/// <param name="Token">The bearer token that each request must have; null for none.</param>
internal sealed record StatusListener(ListenAddress Address, AccountToken? Token)
{
    /// <summary>The environment variable of the token, if no file is named.</summary>
    public const string TokenVariable = "OP_EVENTS_LISTEN_TOKEN";

    /// <summary>Gets why the address is rejected without a token; null if it is on loopback or has one.</summary>
    public string? Problem => Address.IsLoopback || Token is not null
        ? null
        : $"{Address} is reachable from other machines, and no bearer token is set";
}
