using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Secrets;

/// <summary>A secret of a destination, such as a token or a password.</summary>
/// <param name="kind">Its key in the configuration, for messages.</param>
/// <param name="source">The source.</param>
/// <param name="cli">The environment.</param>
/// <param name="variables">The environment variables that hold secrets. A program does not inherit them.</param>
internal sealed class OutputSecret(string kind, SecretSource source, CliContext cli, IReadOnlyCollection<string> variables)
    : Secret<string>(source, cli, variables)
{
    /// <summary>Gets the secret in messages, with where it is from.</summary>
    public string Description => $"the {kind} from {Source.Description}";

    protected override string Kind => kind;

    protected override string Parse(string text) => text.Any(char.IsControl)
        ? throw new ArgumentException("it contains a control character, such as a line break.", nameof(text))
        : text;
}
