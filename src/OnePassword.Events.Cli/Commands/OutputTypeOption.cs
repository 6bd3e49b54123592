using System.CommandLine;
using OnePassword.Events.Cli.Config.Outputs;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary>Creates the options for one output of any type, with the keys that it has in the configuration file.</summary>
internal static class OutputTypeOption
{
    public const string Name = "--to";

    /// <summary>Gets the types, for the help of commands with the option.</summary>
    public static string Help =>
        $"Outputs of {Name}, with keys for --set as in `op-events config schema`:\n  {string.Join(", ", OutputsReader.Types)}";

    public static Option<string?> Create() => OptionFactory.Create(
        Name, "type", "Output of another type, as described in Outputs, instead of --output.",
        Format.List(OutputsReader.Types, "or"),
        text => OutputsReader.Types.Contains(text, StringComparer.Ordinal) ? text : null, [.. OutputsReader.Types]);

    public static Option<string[]> CreateSettings() => new("--set")
    {
        Description = "Setting of --to; repeatable: url=https://host:8088, token.env=NAME.",
        HelpName = "key=value",
        AllowMultipleArgumentsPerToken = false,
    };
}
