using System.Globalization;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Commands;

/// <summary>The words that continue a command line. The scripts of the shells request them with <c>[suggest]</c>.</summary>
public sealed class CompletionTests
{
    [TestCase("ex", "export")]
    [TestCase("state ", "rename reset set show")]
    [TestCase("state show --", "--config --cursors --help --json --log-format --quiet --state --verbose")]
    [TestCase("export ", "auditevents itemusages signinattempts")]
    [TestCase("export --gzip ", "auditevents itemusages signinattempts")]
    [TestCase("export --output out --since 24h s", "signinattempts")]
    [TestCase("export --tok", "--token-file --token-stdin")]
    [TestCase("export --api ", "v1 v2")]
    [TestCase("export --api v", "v1 v2")]
    [TestCase("export --api=v", "--api=v1 --api=v2")]
    [TestCase("export --api=v1 --region e", "ent eu")]
    [TestCase("export --since ", "now today yesterday")]
    [TestCase("follow --on-cursor-rejected f", "fail")]
    [TestCase("follow --to f", "files")]
    [TestCase("emulator --feature i", "itemusages")]
    [TestCase("completion ", "bash fish pwsh zsh")]
    [TestCase("help state ", "rename reset set show")]
    [TestCase("--v", "--verbose --version")]
    [TestCase("export --output ", "")]
    [TestCase("follow --config ", "")]
    [TestCase("config check ", "")]
    public async Task Suggestions_continue_the_line(string line, string expected) =>
        Assert.That(await SuggestAsync(line, line.Length), Is.EqualTo(expected));

    [Test]
    public async Task Suggestions_ignore_the_text_after_the_cursor() =>
        Assert.That(await SuggestAsync("st --since 24h", 2), Is.EqualTo("state"));

    [Test]
    public async Task Suggestions_of_an_empty_line_are_all_commands() =>
        Assert.That(
            await SuggestAsync("", 0), Is.EqualTo("completion config db deadletter emulator export follow help introspect manual state"));

    [TestCase("bash")]
    [TestCase("zsh")]
    [TestCase("fish")]
    [TestCase("pwsh")]
    public async Task Completion_command_prints_the_script_of_a_shell(string shell)
    {
        var run = await CliRunner.RunAsync("completion", shell);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        Assert.That(
            run.OutputText,
            Is.EqualTo(Repository.Read("src", "OnePassword.Events.Cli", "Commands", "Completion", $"op-events.{shell}")));
    }

    [Test]
    public async Task Completion_of_an_unknown_shell_is_a_usage_error() =>
        (await CliRunner.RunAsync("completion", "powershell")).FailedWith(
            2, "unknown shell 'powershell'. The shells are bash, zsh, fish and pwsh.", "See op-events completion --help.");

    private static async Task<string> SuggestAsync(string line, int position)
    {
        var run = await CliRunner.RunAsync($"[suggest:{position.ToString(CultureInfo.InvariantCulture)}]", line);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        return string.Join(' ', run.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
