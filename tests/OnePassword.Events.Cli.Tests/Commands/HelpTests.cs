using System.CommandLine;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Commands;

public sealed class HelpTests
{
    private static readonly string[] Commands =
        ["export", "follow", "introspect", "emulator", "state", "state show", "state set", "state rename", "state reset", "config", "config check", "config schema"];

    [TestCase("--help")]
    [TestCase("export", "--help")]
    [TestCase("export", "-h")]
    [TestCase("follow", "--help")]
    [TestCase("introspect", "--help")]
    [TestCase("emulator", "--help")]
    [TestCase("state", "--help")]
    [TestCase("state", "show", "--help")]
    [TestCase("state", "set", "--help")]
    [TestCase("state", "rename", "--help")]
    [TestCase("state", "reset", "--help")]
    [TestCase("config", "--help")]
    [TestCase("config", "check", "--help")]
    [TestCase("config", "schema", "--help")]
    public async Task Help_has_examples_and_exit_codes(params string[] args)
    {
        var run = await CliRunner.RunAsync(args);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        Assert.That(run.OutputText, Does.Match("(?s)Usage:.*Options:.*Examples:\n +op-events .*Exit codes:"));
        foreach (var code in new[] { 0, 2, 3, 4, 5, 6, 7, 130 })
            Assert.That(run.OutputText, Does.Match($"(?m)^ +{code} +[a-z]"));
        Assert.That(run.OutputText, Does.Contain("the lowest code"));
    }

    [Test]
    public async Task Command_guide_shows_the_current_help()
    {
        var help = (await HelpAsync("--help")).Trim('\n');
        Assert.That(Repository.GuideText, Does.Contain($"<!-- help -->\n```text\n{help}\n```\n"));
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
    public async Task Help_of_a_command_shows_only_its_own_examples()
    {
        foreach (var command in Commands)
        {
            var examples = (
                await CliRunner.RunAsync(
                    [.. command.Split(' '), "--help"])).OutputText.Split("Examples:")[1].Split("Exit codes:")[0];
            Assert.That(
                examples.Split('\n', StringSplitOptions.RemoveEmptyEntries),
                Is.Not.Empty.And.All.StartsWith($"  op-events {command}"));
        }
    }

    [TestCase("export", "--since", "--until", "--output", "--page-size", "--gzip", "--envelope", "--region", "--url", "--emulator", "--token-file", "--token-stdin", "--api")]
    [TestCase("introspect", "--region", "--url", "--emulator", "--token-file", "--token-stdin", "--api")]
    [TestCase("emulator", "--port", "--seed", "--events", "--span", "--replay", "--now", "--latency", "--quota", "--retry-after", "--token")]
    public async Task Help_of_a_command_lists_its_options(string command, params string[] options)
    {
        var help = (await CliRunner.RunAsync(command, "--help")).OutputText;
        Assert.That(options, Is.All.Matches<string>(option => help.Contains(option, StringComparison.Ordinal)));
    }

    [Test]
    public async Task Help_descriptions_have_up_to_80_characters([ValueSource(nameof(Commands))] string command)
    {
        var help = (await CliRunner.RunAsync([.. command.Split(' '), "--help"])).OutputText.Split("Examples:")[0];
        Assert.That(help.Split('\n').Select(line => line.Trim().Split("  ")[^1].Trim()), Is.All.Matches<string>(text => text.Length <= 80));
    }

    [Test]
    public async Task Help_of_export_shows_the_defaults() =>
        Assert.That(
            (await CliRunner.RunAsync("export", "--help")).OutputText,
            Does.Contain("Default: 120d.").And.Contain("Default: 1000.").And.Contain("Default: v2."));

    [Test]
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

    // With the name of the tool: the test process has another name.
    private static async Task<string> HelpAsync(params string[] args) =>
        (await CliRunner.RunAsync(args)).OutputText.ReplaceLineEndings("\n").Replace(
            RootCommand.ExecutableName, "op-events", StringComparison.Ordinal);
}
