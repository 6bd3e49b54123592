using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary>Adds examples and exit codes to what System.CommandLine prints for <c>--help</c>.</summary>
internal static class HelpText
{
    // In fewer columns the library's help is a stack trace, or has no end.
    private const int Narrowest = 40;

    private static readonly ConditionalWeakTable<Command, string> Endings = [];

    /// <summary>Gives a command the examples that stand at the end of its help.</summary>
    public static T WithExamples<T>(this T command, string examples)
        where T : Command
    {
        Endings.Add(command, examples);
        return command;
    }

    /// <param name="root">The tool's commands.</param>
    /// <param name="columns">How wide the terminal is; null for none, which has no limit.</param>
    public static void Install(RootCommand root, int? columns)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        var action = (HelpAction)help.Action!;
        action.MaxWidth = columns is { } width ? Math.Max(width, Narrowest) : int.MaxValue;
        help.Action = new WithEnding(action);
    }

    /// <summary>Whether a command line asks for help or for the version, and for nothing else.</summary>
    public static bool IsShownBy(ParseResult? command, RootCommand root) =>
        command?.Action is WithEnding || command?.GetResult(root.Options.OfType<VersionOption>().Single()) is { Implicit: false };

    private sealed class WithEnding(HelpAction inner) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var result = inner.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            if (Endings.TryGetValue(parseResult.CommandResult.Command, out var examples))
                output.WriteLine($"Examples:\n{examples}\n");
            output.WriteLine(ExitCode.Help);
            return result;
        }
    }
}
