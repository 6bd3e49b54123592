namespace OnePassword.Events.Cli.Shared;

/// <summary>Ends the tool with a line for its user, or several, and an exit code.</summary>
internal sealed class CliException : Exception
{
    public CliException(int exitCode, string message)
        : this(exitCode, [message])
    {
    }

    private CliException(int exitCode, IReadOnlyList<string> lines)
        : base(string.Join('\n', lines)) => (ExitCode, Lines) = (exitCode, lines);

    public int ExitCode { get; }

    /// <summary>The message. What others wrote, such as a path with a line break in it, makes no further line.</summary>
    public IReadOnlyList<string> Lines { get; }

    public static CliException Usage(params IReadOnlyList<string> lines) => new(Shared.ExitCode.Usage, lines);
}
