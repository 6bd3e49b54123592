using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary>Adds examples and exit codes to the help that System.CommandLine prints.</summary>
internal static class HelpText
{
    // With fewer columns, the library's help throws or does not end.
    private const int MinColumns = 40;

    /// <param name="root">The root command.</param>
    /// <param name="examples">The examples of the root command.</param>
    /// <param name="columns">The width of the terminal; null for no limit.</param>
    public static void Install(RootCommand root, string examples, int? columns)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        var action = (HelpAction)help.Action!;
        action.MaxWidth = columns is { } width ? Math.Max(width, MinColumns) : int.MaxValue;
        help.Action = new HelpWithExamples(action, examples);
    }

    /// <summary>Returns whether a command line requests help or the version.</summary>
    public static bool IsRequestedBy(ParseResult? command, RootCommand root) =>
        command?.Action is HelpWithExamples
            || command?.GetResult(root.Options.OfType<VersionOption>().Single()) is { Implicit: false };

    private sealed class HelpWithExamples(HelpAction inner, string rootExamples) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var result = inner.Invoke(parseResult);
            var examples = (parseResult.CommandResult.Command as CliCommand)?.Examples ?? rootExamples;
            parseResult.InvocationConfiguration.Output.WriteLine($"Examples:\n{examples}\n\n{ExitCode.Help}");
            return result;
        }
    }
}
