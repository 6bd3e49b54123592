using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Commands;

// Misspelled on purpose. cspell:ignore exprot shw
public sealed class HelpCommandTests
{
    [TestCase("")]
    [TestCase("export")]
    [TestCase("state")]
    [TestCase("state set")]
    [TestCase("help")]
    public async Task Help_of_a_command_is_that_of_its_help_option(string command)
    {
        string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var run = await CliRunner.RunAsync(["help", .. words]);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        Assert.That(run.OutputText, Is.EqualTo((await CliRunner.RunAsync([.. words, "--help"])).OutputText));
    }

    [TestCase("exprot", "unknown command 'exprot'. Did you mean export?")]
    [TestCase("state shw", "unknown command 'shw'. Did you mean show?")]
    [TestCase("export auditevents", "unknown command 'auditevents'. See op-events --help.")]
    public async Task Help_of_an_unknown_command_is_a_usage_error(string command, string expected) =>
        (await CliRunner.RunAsync(["help", .. command.Split(' ')])).FailedWith(2, expected);
}
