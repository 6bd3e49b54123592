using System.CommandLine;
using OnePassword.Events.Cli.Commands;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Commands;

public sealed class HelpTests
{
    private static readonly RootCommand Root =
        CliApplication.CreateRoot(new CliContext(Stream.Null, TextWriter.Null, TextReader.Null, _ => null, TimeProvider.System));

    private static IEnumerable<string> Commands => Tree(Root).Skip(1).Select(PathOf);

    private static IEnumerable<string> All => Commands.Prepend("");

    [Test]
    public async Task Help_has_examples_and_exit_codes([ValueSource(nameof(All))] string command)
    {
        var run = await CliRunner.RunAsync([.. Words(command), "--help"]);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        Assert.That(run.OutputText, Does.Match("(?s)Usage:.*Options:.*Examples:\n +op-events .*Exit codes:"));
        foreach (var code in new[] { 0, 2 })
            Assert.That(run.OutputText, Does.Match($"(?m)^ +{code} +[a-z]"));
    }

    [TestCase("", "0 2 3 4 5 6 7 130 141", true)]
    [TestCase("export", "0 2 3 4 5 6 7 130 141", true)]
    [TestCase("follow", "0 2 3 4 5 6 7 130 141", true)]
    [TestCase("config check", "0 2 3 4 5 6 7 130 141", true)]
    [TestCase("introspect", "0 2 3 4 5 6 130 141", false)]
    [TestCase("emulator", "0 2 5 6 141", false)]
    [TestCase("config schema", "0 2 6 141", false)]
    [TestCase("config elastic-template", "0 2 6 141", false)]
    [TestCase("help", "0 2 6 141", false)]
    [TestCase("completion", "0 2 6 141", false)]
    [TestCase("state", "0 2 6 7 130 141", false)]
    [TestCase("state show", "0 2 6 7 130 141", false)]
    [TestCase("state set", "0 2 6 7 130", false)]
    [TestCase("state rename", "0 2 7 130", false)]
    [TestCase("state reset", "0 2 7 130", false)]
    [TestCase("db", "0 2 6 130 141", false)]
    [TestCase("db script", "0 2 6 141", false)]
    [TestCase("db status", "0 2 6 130 141", false)]
    [TestCase("deadletter", "0 2 6 7 130 141", false)]
    [TestCase("deadletter show", "0 2 6 7 130 141", false)]
    [TestCase("deadletter replay", "0 2 6 7 130", false)]
    [TestCase("deadletter discard", "0 2 7 130", false)]
    public async Task Help_of_a_command_lists_only_its_exit_codes(string command, string codes, bool readsFeeds)
    {
        string[] words = [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"];
        var lines = (await CliRunner.RunAsync(words)).OutputText.Split("Exit codes:")[1].Split('\n');
        var listed = lines.Select(line => line.Trim().Split(' ')[0]).Where(word => word.Length > 0 && char.IsAsciiDigit(word[0]));
        Assert.That(string.Join(' ', listed), Is.EqualTo(codes));
        Assert.That(lines.Any(line => line.Contains("the lowest code", StringComparison.Ordinal)), Is.EqualTo(readsFeeds));
    }

    [Test]
    [Category("InProcess")]
    public async Task Help_wraps_at_words_to_the_width_of_the_terminal(
        [ValueSource(nameof(All))] string command, [Values(60, 80)] int columns)
    {
        var wide = await new CliRunner { Columns = 1_000 }.StartAsync([.. Words(command), "--help"]);
        var run = await new CliRunner { Columns = columns }.StartAsync([.. Words(command), "--help"]);
        Assert.That(run.OutputText.Split('\n'), Is.All.Property("Length").LessThanOrEqualTo(columns));
        Assert.That(WordsOf(run.OutputText), Is.SubsetOf(WordsOf(wide.OutputText)));
    }

    [Test]
    [Category("InProcess")]
    public async Task Help_has_80_columns_without_a_terminal([ValueSource(nameof(All))] string command) =>
        Assert.That(
            (await CliRunner.RunAsync([.. Words(command), "--help"])).OutputText,
            Is.EqualTo((await new CliRunner { Columns = 80 }.StartAsync([.. Words(command), "--help"])).OutputText));

    [Test]
    [Category("InProcess")]
    public async Task Help_uses_up_to_100_columns_of_a_wide_terminal()
    {
        var run = await new CliRunner { Columns = 250 }.StartAsync(["export", "--help"]);
        Assert.That(run.OutputText.Split('\n').Max(line => line.Length), Is.InRange(81, 100));
    }

    [Test]
    public async Task Command_guide_shows_the_current_help()
    {
        const string Start = "<!-- help -->\n```text\n";
        var shown = Repository.Read("src", "OnePassword.Events.Cli", "docs", "commands.md").Split(Start)[1].Split("```")[0];
        var help = await HelpAsync("--help");
        var received = Repository.PathOf("artifacts", "tool.received.txt");
        if (shown != help)
            await File.WriteAllTextAsync(received, help);
        Assert.That(
            shown,
            Is.EqualTo(help),
            $"Copy {Path.GetRelativePath(Repository.Root, received)} into src/OnePassword.Events.Cli/docs/commands.md.");
    }

    [Test]
    public async Task Help_of_a_command_matches_the_approved_text([ValueSource(nameof(Commands))] string command)
    {
        var name = command.Replace(' ', '-');
        var approved = Repository.PathOf("tests", "OnePassword.Events.Cli.Tests", "Commands", "Help", $"{name}.txt");
        var help = await HelpAsync([.. command.Split(' '), "--help"]);
        var received = Repository.PathOf("artifacts", $"{name}.received.txt");
        if (!File.Exists(approved) || await File.ReadAllTextAsync(approved) != help)
            await File.WriteAllTextAsync(received, help);
        Assert.That(
            File.Exists(approved) ? await File.ReadAllTextAsync(approved) : "",
            Is.EqualTo(help),
            $"If this is meant: cp {Path.GetRelativePath(Repository.Root, received)} {Path.GetRelativePath(Repository.Root, approved)}, and update src/OnePassword.Events.Cli/docs/commands.md.");
    }

    [Test]
    public async Task Help_of_the_tool_lists_its_commands()
    {
        var run = await CliRunner.RunAsync("--help");
        Assert.That(
            Commands.Select(command => command.Split(' ')[0]),
            Is.All.Matches<string>(command => run.OutputText.Contains($"  {command} ", StringComparison.Ordinal)));
    }

    [Test]
    public async Task Help_of_a_command_shows_only_its_own_examples([ValueSource(nameof(Commands))] string command)
    {
        var examples = (await CliRunner.RunAsync([.. Words(command), "--help"])).OutputText
            .Split("Examples:")[1].Split("Exit codes:")[0].Split('\n').Where(line => line.StartsWith("  op-", StringComparison.Ordinal));
        Assert.That(examples, Is.Not.Empty.And.All.StartsWith($"  op-events {command}"));
    }

    [TestCase("export")]
    [TestCase("follow")]
    [TestCase("state set")]
    [TestCase("emulator")]
    public async Task Help_of_a_command_with_a_time_lists_its_forms_and_the_time_zone(string command) =>
        Assert.That(
            (await CliRunner.RunAsync([.. Words(command), "--help"])).OutputText,
            Does.Contain("Times:\n").And.Contain("start of that day, in UTC")
                .And.Contain("today, yesterday").And.Contain("in UTC if it has no offset"));

    [TestCase("export", "--since", "--until", "--output", "--page-size", "--gzip", "--format", "--region", "--url", "--emulator", "--token-file", "--token-stdin", "--api")]
    [TestCase("introspect", "--region", "--url", "--emulator", "--token-file", "--token-stdin", "--api")]
    [TestCase("emulator", "--port", "--seed", "--events", "--span", "--replay", "--now", "--latency", "--quota", "--retry-after", "--token")]
    public async Task Help_of_a_command_lists_its_options(string command, params string[] options)
    {
        var help = (await CliRunner.RunAsync(command, "--help")).OutputText;
        Assert.That(options, Is.All.Matches<string>(option => help.Contains(option, StringComparison.Ordinal)));
    }

    [Test]
    [Category("InProcess")]
    public void Help_descriptions_have_up_to_80_characters() =>
        Assert.That(Tree(Root).SelectMany(Descriptions), Is.All.Property("Length").LessThanOrEqualTo(80));

    [Test]
    public async Task Help_of_export_shows_the_defaults() =>
        Assert.That(
            (await CliRunner.RunAsync("export", "--help")).OutputText,
            Does.Contain("Default: 120d.").And.Contain("Default: 1000.").And.Contain("Default: v2."));

    [Test]
    [Category("InProcess")]
    public async Task Help_fits_a_terminal_of_any_width([Values(1, 2, 3, 4, 5, 80)] int columns)
    {
        var run = await new CliRunner { Columns = columns }.StartAsync(["export", "--help"]);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        Assert.That(run.OutputText, Does.Contain("Exit codes:"));
    }

    [Test]
    public async Task Command_line_without_arguments_shows_the_help_and_is_a_usage_error()
    {
        var run = await CliRunner.RunAsync();
        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.OutputText + run.Error, Is.EqualTo((await CliRunner.RunAsync("--help")).OutputText));
    }

    private static IEnumerable<Command> Tree(Command command) => command.Subcommands.SelectMany(Tree).Prepend(command);

    private static string PathOf(Command command) =>
        string.Join(' ', command.Parents.OfType<Command>().Where(parent => parent != Root).Select(PathOf).Append(command.Name));

    private static IEnumerable<string> Descriptions(Command command) =>
        command.Options.Concat<Symbol>(command.Arguments).Append(command).Select(symbol => symbol.Description ?? "");

    private static string[] Words(string command) => command.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> WordsOf(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(word => word != "\\").Distinct(StringComparer.Ordinal);

    // With the name of the tool: the test process has another name.
    private static async Task<string> HelpAsync(params string[] args) =>
        (await CliRunner.RunAsync(args)).OutputText.ReplaceLineEndings("\n").Replace(
            RootCommand.ExecutableName, "op-events", StringComparison.Ordinal);
}
