using System.CommandLine;
using System.CommandLine.Parsing;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli.Commands;

/// <summary>Creates the options for the folder and the names of the output.</summary>
internal static class OutputOption
{
    /// <summary>Creates <c>--output</c>. Without the option, the output is the current folder.</summary>
    public static Option<NameTemplate?> Create() => Create(
        "--output", "folder|-", "Folder, may contain {account}; - for standard output. Default: current folder.",
        text => string.IsNullOrWhiteSpace(text)
            ? throw new FormatException("is empty. Specify a folder, or - for standard output.")
            : NameTemplate.ParseFolder(text));

    public static Option<NameTemplate?> Create(
        string name, string helpName, string description, Func<string, NameTemplate> parse)
    {
        return new Option<NameTemplate?>(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result => Parse(result, name, parse),
        };
    }

    private static NameTemplate? Parse(ArgumentResult result, string name, Func<string, NameTemplate> parse)
    {
        if (result.Tokens is not [var token])
            return null;
        try
        {
            return parse(token.Value);
        }
        catch (FormatException e)
        {
            result.AddError($"{name} {SafeText.Quote(token.Value)} {e.Message}");
            return null;
        }
    }
}
