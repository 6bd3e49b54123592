using System.CommandLine;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary>A command with examples and exit codes, which its help shows.</summary>
/// <param name="name">The name.</param>
/// <param name="description">The help text.</param>
/// <param name="examples">The examples.</param>
/// <param name="exitCodes">The exit codes; none for those of its commands, or all.</param>
internal sealed class CliCommand(string name, string description, string examples, params IReadOnlyList<int> exitCodes)
    : Command(name, description)
{
    public string Examples => examples;

    public IReadOnlyCollection<int> ExitCodes => exitCodes.Count > 0 ? exitCodes
        : Subcommands.Count > 0 ? [.. Subcommands.OfType<CliCommand>().SelectMany(command => command.ExitCodes).Distinct()]
        : ExitCode.All;

    /// <summary>Returns a command as it is typed.</summary>
    public static string PathOf(Command command) => command is CliRoot root
        ? root.Program
        : $"{PathOf(command.Parents.OfType<Command>().First())} {command.Name}";
}
