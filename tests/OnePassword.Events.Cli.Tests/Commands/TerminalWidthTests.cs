using OnePassword.Events.Cli.Tests.Support;
using Spectre.Console;

namespace OnePassword.Events.Cli.Tests.Commands;

/// <summary>Messages wrap at words on a terminal. Elsewhere, a message is one line, as a log needs it.</summary>
public sealed class TerminalWidthTests
{
    private static readonly string[] InvalidTime = ["export", "--emulator", "--since", "someday"];

    [Test]
    public async Task Error_wraps_at_words_on_a_terminal([Values(60, 80)] int columns)
    {
        var run = await new CliRunner { Terminal = error => Terminal(error, columns) }.StartAsync(InvalidTime);
        var expected = (await CliRunner.RunAsync(InvalidTime)).Error;
        Assert.That(run.ErrorLines, Has.Length.GreaterThan(2).And.All.Property("Length").LessThanOrEqualTo(columns));
        Assert.That(Words(run.Error), Is.EqualTo(Words(expected)));
    }

    [Test]
    [Category("InProcess")]
    public async Task Summary_of_an_export_wraps_at_words_on_a_terminal([Values(60, 80)] int columns)
    {
        using var folder = new TemporaryFolder();
        var run = await new CliRunner { Terminal = error => Terminal(error, columns) }.StartAsync(
            ["export", "auditevents", "--emulator", "--output", folder.Path]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(Words(run.Error), Does.Contain("auditevents").And.Contain("1,000").And.Contain("events").And.Contain("page"));
    }

    [Test]
    public async Task Error_is_one_line_without_a_terminal() => (await CliRunner.RunAsync(InvalidTime)).FailedWith(2, "'someday'");

    private static IAnsiConsole Terminal(TextWriter error, int columns)
    {
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(error),
        });
        terminal.Profile.Width = columns;
        return terminal;
    }

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
