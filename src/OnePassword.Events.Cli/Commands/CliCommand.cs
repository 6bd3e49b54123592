using System.CommandLine;

namespace OnePassword.Events.Cli.Commands;

/// <summary>A command with examples, which its help shows.</summary>
internal sealed class CliCommand(string name, string description, string examples) : Command(name, description)
{
    public string Examples => examples;
}
