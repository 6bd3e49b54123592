using System.Security.Cryptography;
using System.Text;
using OnePassword.Events.Cli.Secrets;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Accounts;

/// <summary>The token of an account.</summary>
internal sealed class AccountToken : Secret<EventsToken>
{
    /// <summary>The environment variables that are read by default, in this order.</summary>
    public static readonly IReadOnlyList<string> DefaultVariables = ["OP_EVENTS_TOKEN", "EVENTS_API_TOKEN"];

    private byte[] _hash = [];

    /// <inheritdoc/>
    public AccountToken(SecretSource source, Func<CancellationToken, Task<string>> read, CliContext cli)
        : base(source, read, cli)
    {
    }

    /// <inheritdoc/>
    private AccountToken(SecretSource source, CliContext cli, IReadOnlyCollection<string> variables)
        : base(source, cli, variables)
    {
    }

    /// <summary>Gets the token that was read last; null if none was read.</summary>
    public EventsToken? Latest { get; private set; }

    protected override string Kind => "token";

    /// <param name="source">The source.</param>
    /// <param name="cli">The environment.</param>
    /// <param name="variables">The environment variables that hold secrets. A token command does not inherit them.</param>
    public static AccountToken From(SecretSource source, CliContext cli, IReadOnlyCollection<string>? variables = null) =>
        new(source, cli, variables ?? []);

    /// <summary>Returns whether a text is the token that was read last, in a time that says nothing about the token.</summary>
    public bool Matches(string text) => CryptographicOperations.FixedTimeEquals(_hash, Hash(text));

    protected override EventsToken Parse(string text)
    {
        (Latest, _hash) = (new EventsToken(text), Hash(text));
        return Latest;
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
