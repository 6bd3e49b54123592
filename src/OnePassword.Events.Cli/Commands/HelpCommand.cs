using System.CommandLine;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events help</c>: shows the help of a command, as its <c>--help</c> does.</summary>
internal static class HelpCommand
{
    private const string Examples = """
          op-events help export
          op-events help state set
        """;

    /// <param name="examples">The examples of the help.</param>
    /// <param name="commands">Two commands that the help names.</param>
    public static Command Create(string examples = Examples, string commands = "export or state set")
    {
        var words = new Argument<string[]>("command")
        {
            Description = $"Command, such as {commands}. Default: all commands.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        words.CompletionSources.Add(
            context => CompletionsOf(context.ParseResult.RootCommandResult.Command, context.ParseResult.GetValue(words) ?? []));
        var help = new CliCommand(
            "help", "Shows the help of a command.", examples,
            ExitCode.Success, ExitCode.Usage, ExitCode.Output, ExitCode.ClosedPipe) { words };
        help.SetAction((parsed, cancellationToken) =>
        {
            var (root, path) = (parsed.RootCommandResult.Command, parsed.GetValue(words)!);
            _ = path.Aggregate(root, Subcommand);
            return root.Parse([.. path, "--help"]).InvokeAsync(parsed.InvocationConfiguration, cancellationToken);
        });
        return help;
    }

    private static Command Subcommand(Command command, string name) =>
        command.Subcommands.FirstOrDefault(known => known.Name == name)
            ?? throw CliException.Usage(
                $"unknown command {Format.Argument(name)}."
                    + $"{NearestWord.DidYouMean(name, command.Subcommands.Select(known => known.Name))} "
                    + $"See {CliCommand.PathOf(command.Parents.OfType<Command>().LastOrDefault(command))} --help.");

    // The last word may be incomplete.
    private static IEnumerable<string> CompletionsOf(Command root, IReadOnlyList<string> path) => path.Aggregate(
        root, (command, name) => command.Subcommands.FirstOrDefault(known => known.Name == name) ?? command)
        .Subcommands.Select(command => command.Name);
}
