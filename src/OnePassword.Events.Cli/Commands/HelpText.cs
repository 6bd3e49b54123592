using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary>Adds the forms of a time, the types of outputs, examples and exit codes to the help of System.CommandLine.</summary>
internal static class HelpText
{
    private const int DefaultColumns = 80;

    // With fewer columns, the library's help throws or does not end. With more, lines are hard to read.
    private const int MinColumns = 40;
    private const int MaxColumns = 100;

    /// <param name="root">The root command.</param>
    /// <param name="examples">The examples of the root command.</param>
    /// <param name="columns">The width of the terminal; null if there is none.</param>
    public static void Install(RootCommand root, string examples, int? columns)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        var action = (HelpAction)help.Action!;
        action.MaxWidth = Math.Clamp(columns ?? DefaultColumns, MinColumns, MaxColumns);
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
            var command = parseResult.CommandResult.Command;
            var times = command.Options.OfType<Option<TimeExpression?>>().Any() ? $"{TimeExpression.Help}\n\n" : "";
            var to = command.Options.SingleOrDefault(option => option.Name == OutputTypeOption.Name);
            var outputs = to is null ? "" : $"{OutputTypeOption.HelpOf(to)}\n\n";
            var exitCodes = (command as CliCommand)?.ExitCodes ?? ExitCode.All;
            var examples = HelpExamples.Format((command as CliCommand)?.Examples ?? rootExamples, inner.MaxWidth);
            var follows = command.Subcommands.Prepend(command).Any(known => known.Name == FollowCommand.Name);
            var interrupted = follows ? $"\n{ExitCode.OfInterruptedFollow}" : "";
            var ending = $"Examples:\n{examples}\n\n{ExitCode.Help(exitCodes)}{interrupted}";
            var text = $"{LibraryHelp(parseResult)}{times}{outputs}{ending}";
            parseResult.InvocationConfiguration.Output.WriteLine(WordWrap.Wrap(text, inner.MaxWidth));
            return ExitCode.Success;
        }

        private string LibraryHelp(ParseResult parseResult)
        {
            var configuration = parseResult.InvocationConfiguration;
            var output = configuration.Output;
            using var help = new StringWriter { NewLine = "\n" };
            configuration.Output = help;
            inner.Invoke(parseResult);
            configuration.Output = output;
            return help.ToString();
        }
    }
}
