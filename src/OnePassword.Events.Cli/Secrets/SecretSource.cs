namespace OnePassword.Events.Cli.Secrets;

/// <summary>The source of a secret. It is never an argument, which other users of the machine can see.</summary>
/// <param name="Description">The name of the source in messages.</param>
internal abstract record SecretSource(string Description)
{
    // The kind only: an argument of a command may hold a secret that an environment variable supplied.
    public sealed override string ToString() => GetType().Name;

    /// <summary>An environment variable.</summary>
    internal sealed record FromVariable(string Name) : SecretSource($"the environment variable {Name}");

    /// <summary>A file or a pipe.</summary>
    internal sealed record FromFile(string Path) : SecretSource(Path);

    /// <summary>
    /// The output of a program, which is a name on the PATH or a full path. Arguments are passed without a shell.
    /// </summary>
    internal sealed record FromCommand(string Program, IReadOnlyList<string> Arguments)
        : SecretSource($"the output of {Program}");

    /// <summary>A secret that was read before and cannot be read again.</summary>
    internal sealed record Given(string Token, string Origin) : SecretSource(Origin);
}
