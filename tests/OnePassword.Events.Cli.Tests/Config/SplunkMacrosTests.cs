using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Config;

/// <summary><c>op-events config splunk-macros</c>.</summary>
[Category("InProcess")]
public sealed class SplunkMacrosTests
{
    private const string AllMain = """
        [1password_audit_events_index]
        definition = index=main
        iseval = 0

        [1password_item_usages_index]
        definition = index=main
        iseval = 0

        [1password_signin_attempts_index]
        definition = index=main
        iseval = 0

        """;

    [Test]
    public async Task Macros_of_one_index_for_all_feeds()
    {
        var run = await new CliRunner().StartAsync(["config", "splunk-macros", "--index", "main"]);
        Assert.That((run.ExitCode, run.OutputText.ReplaceLineEndings("\n")), Is.EqualTo((0, AllMain.ReplaceLineEndings("\n"))));
    }

    [Test]
    public async Task Index_of_one_feed_takes_precedence()
    {
        var run = await new CliRunner().StartAsync(
            ["config", "splunk-macros", "--index", "signinattempts=signins", "--index", "main"]);
        Assert.That(run.OutputText, Does.Contain("[1password_signin_attempts_index]\ndefinition = index=signins\n"));
        Assert.That(run.OutputText, Does.Contain("[1password_item_usages_index]\ndefinition = index=main\n"));
    }

    [Test]
    public async Task Macros_of_a_configuration_file()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("follow.json", ConfigSample.Output(
            "splunk", $"{ConfigSample.KeysOf("splunk").Trim()}, \"index\": \"main\""));
        var run = await new CliRunner().StartAsync(["config", "splunk-macros", "--config", file]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.OutputText, Does.Contain("[1password_audit_events_index]\ndefinition = index=audit-1\n"));
        Assert.That(run.OutputText, Does.Contain("[1password_item_usages_index]\ndefinition = index=main\n"));
    }

    [TestCase("The macros need the indexes. Use either --index or --config.")]
    [TestCase("--index: 'Main' is not the name of an index: ", "--index", "Main")]
    [TestCase("--index: 'audit' is not ", "--index", "audit=main")]
    [TestCase("--index: itemusages has no index. Add --index itemusages=INDEX.", "--index", "auditevents=main")]
    public async Task Invalid_indexes_are_rejected(string problem, params string[] options)
    {
        var run = await new CliRunner().StartAsync(["config", "splunk-macros", .. options]);
        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain(problem));
    }

    [Test]
    public async Task File_without_Splunk_is_rejected()
    {
        using var folder = new TemporaryFolder();
        var run = await new CliRunner().StartAsync(
            ["config", "splunk-macros", "--config", folder.Write("follow.json", ConfigSample.Minimal)]);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((2, $"op-events: {folder["follow.json"]} has no output with the type splunk.\n")));
    }
}
