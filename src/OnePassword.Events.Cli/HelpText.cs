using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace OnePassword.Events.Cli;

/// <summary>Adds examples and exit codes to what System.CommandLine prints for <c>--help</c>.</summary>
internal static class HelpText
{
    private static readonly ConditionalWeakTable<Command, string> Endings = [];

    /// <summary>Gives a command the examples that stand at the end of its help.</summary>
    public static T WithExamples<T>(this T command, string examples)
        where T : Command
    {
        Endings.Add(command, examples);
        return command;
    }

    public static void Install(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new WithEnding((HelpAction)help.Action!);
    }

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
