using System.CommandLine;
using System.CommandLine.Completions;
using OnePassword.Events.Cli.Config.Outputs;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary>Creates the options for one output of any type, with the keys that it has in the configuration file.</summary>
internal static class OutputTypeOption
{
    public const string Name = "--to";

    /// <summary>Returns the types that an option accepts, for the help of its command.</summary>
    public static string HelpOf(Option option)
    {
        var accepted = option.GetCompletions(CompletionContext.Empty).Select(completion => completion.Label).ToList();
        return $"Outputs of {Name}, with keys for --set as in `op-events config schema`:\n  "
            + string.Join(", ", OutputsReader.Types.Where(accepted.Contains));
    }

    public static Option<string?> Create() => OptionFactory.Create(
        Name, "type", "Output of another type, as described in Outputs, instead of --output.",
        Format.List(OutputsReader.Types, "or"),
        text => OutputsReader.Types.Contains(text, StringComparer.Ordinal) ? text : null, [.. OutputsReader.Types]);

    /// <summary>Creates an option for a destination, which can be one of a configuration file.</summary>
    public static Option<string?> CreateDestination()
    {
        var option = new Option<string?>(Name)
        {
            Description = "Destination of the events: a type, or with --config a name of the file.",
            HelpName = "type|name",
        };
        option.CompletionSources.Add([.. OutputsReader.DestinationTypes]);
        return option;
    }

    /// <exception cref="CliException">An option was given that --to excludes.</exception>
    public static void ThrowIfCombined(ParseResult parsed, IEnumerable<Option> excluded)
    {
        if (parsed.Given(excluded).ToList() is { Count: > 0 } others)
            throw CliException.Usage(
                $"{Name} cannot be combined with {string.Join(", ", others)}. Use --set, such as --set format=ecs.");
    }

    public static Option<string[]> CreateSettings() => new("--set")
    {
        Description = "Setting of --to; repeatable: url=https://host:8088, token.env=NAME.",
        HelpName = "key=value",
        AllowMultipleArgumentsPerToken = false,
    };
}
