using OnePassword.Events.Cli.Messages;

namespace OnePassword.Events.Cli.Shared;

/// <summary>Ends a command with an exit code and one or more lines on standard error.</summary>
internal sealed class CliException : Exception
{
    public CliException(int exitCode, string message)
        : this(exitCode, [message])
    {
    }

    private CliException(int exitCode, IReadOnlyList<string> lines)
        : base(string.Join('\n', lines)) => (ExitCode, Lines) = (exitCode, lines);

    public int ExitCode { get; }

    /// <summary>Gets the feed and the server of the failure; empty if they are not known.</summary>
    public MessageSource About { get; init; }

    /// <summary>
    /// Gets the message, one item per line. A line break inside an item, as in a path, does not start a new line.
    /// </summary>
    public IReadOnlyList<string> Lines { get; }

    public static CliException Usage(params IReadOnlyList<string> lines) => new(Shared.ExitCode.Usage, lines);
}
