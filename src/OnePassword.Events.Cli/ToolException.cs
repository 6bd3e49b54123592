namespace OnePassword.Events.Cli;

/// <summary>Ends the tool with a line for its user and an exit code.</summary>
internal sealed class ToolException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public static ToolException Usage(string message) => new(Cli.ExitCode.Usage, message);
}
