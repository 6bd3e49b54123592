using System.CommandLine;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Fleet.Commands;

namespace OnePassword.Events.Fleet.Tests.Commands;

/// <summary>The help texts.</summary>
public sealed class HelpTests
{
    private static readonly RootCommand Root =
        FleetApplication.CreateRoot(
            new CliContext(Stream.Null, TextWriter.Null, TextReader.Null, _ => null, TimeProvider.System));

    private static IEnumerable<string> Commands => Tree(Root).Skip(1).Select(PathOf);

    private static IEnumerable<string> All => Commands.Prepend("");

    [Test]
    public async Task Help_of_a_command_matches_the_approved_text([ValueSource(nameof(All))] string command)
    {
        var name = command.Length > 0 ? command.Replace(' ', '-') : "fleet";
        var approved = Repository.PathOf("tests", "OnePassword.Events.Fleet.Tests", "Commands", "Help", $"{name}.txt");
        var help = (await HelpAsync(command)).ReplaceLineEndings("\n").Replace(
            RootCommand.ExecutableName, "op-events-fleet", StringComparison.Ordinal); // The test process has another name.
        var received = Repository.PathOf("artifacts", $"{name}.fleet.received.txt");
        if (!File.Exists(approved) || await File.ReadAllTextAsync(approved) != help)
            await File.WriteAllTextAsync(received, help);
        Assert.That(
            File.Exists(approved) ? await File.ReadAllTextAsync(approved) : "",
            Is.EqualTo(help),
            $"If this is meant: cp {Path.GetRelativePath(Repository.Root, received)} "
                + Path.GetRelativePath(Repository.Root, approved));
    }

    [Test]
    public async Task Help_has_examples_of_the_command_and_exit_codes([ValueSource(nameof(All))] string command)
    {
        var help = await HelpAsync(command);
        Assert.That(help, Does.Match("(?s)Usage:.*Options:.*Examples:\n +op-events-fleet .*Exit codes:\n +0 +success\n +2 "));
        var examples = help.Split("Examples:")[1].Split("Exit codes:")[0].Split('\n')
            .Where(line => line.StartsWith("  op-", StringComparison.Ordinal));
        Assert.That(examples, Is.Not.Empty.And.All.StartsWith($"  op-events-fleet {command}"));
    }

    [Test]
    public async Task Help_wraps_to_the_width_of_the_terminal([ValueSource(nameof(All))] string command)
    {
        var help = await HelpAsync(command, columns: 80);
        Assert.That(help.Split('\n'), Is.All.Property("Length").LessThanOrEqualTo(80));
        Assert.That(await HelpAsync(command), Is.EqualTo(help), "as without a terminal");
    }

    [Test]
    public void Help_descriptions_have_up_to_80_characters_and_end_with_a_period()
    {
        var descriptions = Tree(Root)
            .SelectMany(command => command.Options.Concat<Symbol>(command.Arguments).Append(command))
            .Where(symbol => symbol is not Option { Name: "--help" or "--version" } and not Command { Name: "help" })
            .Select(symbol => symbol.Description ?? "").Distinct(StringComparer.Ordinal);
        Assert.That(descriptions, Is.All.Property("Length").LessThanOrEqualTo(80).And.All.EndsWith("."));
    }

    [Test]
    public async Task Command_line_without_arguments_shows_the_help_and_is_a_usage_error()
    {
        var run = await new FleetRunner().StartAsync([]);
        Assert.That((run.ExitCode, run.OutputText, run.Error), Is.EqualTo((2, await HelpAsync(""), "")));
    }

    [Test]
    public async Task Unknown_command_suggests_the_nearest_one() =>
        (await new FleetRunner().StartAsync(["statsu"])).FailedWith(2, "statsu", "Did you mean status?");

    private static async Task<string> HelpAsync(string command, int? columns = null)
    {
        string[] words = [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"];
        var run = await new FleetRunner { Columns = columns }.StartAsync(words);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        return run.OutputText;
    }

    private static IEnumerable<Command> Tree(Command command) => command.Subcommands.SelectMany(Tree).Prepend(command);

    private static string PathOf(Command command) =>
        string.Join(' ', command.Parents.OfType<Command>().Where(parent => parent != Root).Select(PathOf).Append(command.Name));
}
