using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Commands;

// Misspelled on purpose. cspell:ignore sicne jsno introspct yestrday restrat itemusage
/// <summary>An invalid command line is reported on one line, with the problem and the help command.</summary>
public sealed class UsageTests
{
    [TestCase("export", "auditevent", "unknown feed 'auditevent'. The feeds are auditevents, itemusages and signinattempts.", "op-events export --help")]
    [TestCase("export", "--sicne", "op-events: unknown option '--sicne'. Did you mean --since? See ", "op-events export --help")]
    [TestCase("export", "--sicne=24h", "unknown option '--sicne'. Did you mean --since?", "op-events export --help")]
    [TestCase("state show --state s", "--jsno", "unknown option '--jsno'. Did you mean --json?", "op-events state show --help")]
    [TestCase("follow", "--loud", "unknown option '--loud'. See ", "op-events follow --help")]
    [TestCase("export", "AuditEvents", "'AuditEvents'", "op-events export --help")]
    [TestCase("export", "--outptu", "'--outptu'", "op-events export --help")]
    [TestCase("export", "--page-size", "--page-size", "op-events export --help")]
    [TestCase("introspect", "--outptu", "'--outptu'", "op-events introspect --help")]
    [TestCase("introspect", "auditevents", "unknown argument 'auditevents'.", "op-events introspect --help")]
    [TestCase("emulator", "--prot", "'--prot'", "op-events emulator --help")]
    [TestCase("config", "shcema", "op-events: unknown command 'shcema'. Did you mean schema? See ", "op-events config --help")]
    [TestCase("exprot", "auditevents", "'exprot'", "op-events --help")]
    [TestCase("introspct", "auditevents", "op-events: unknown command 'introspct'. Did you mean introspect? See ", "op-events --help")]
    [TestCase("export", "--token", "unknown option '--token'. Did you mean --token-file or --token-stdin? See ", "op-events export --help")]
    [TestCase("export", "audit", "Did you mean auditevents? See ", "op-events export --help")]
    [TestCase("export --since", "yestrday", "today, yesterday or now. Did you mean yesterday? See ", "op-events export --help")]
    [TestCase("follow --on-cursor-rejected", "restrat", "is not fail or restart. Did you mean restart? See ", "op-events follow --help")]
    [TestCase("emulator --feature", "itemusage", "Did you mean itemusages? See ", "op-events emulator --help")]
    [TestCase("export --region", "euu", "Did you mean eu? See ", "op-events export --help")]
    [TestCase("--loud", "export", "'--loud'", "op-events export --help")]
    public async Task Unknown_command_or_option_is_named(string command, string argument, string expected, string help) =>
        (await CliRunner.RunAsync([.. command.Split(' '), argument])).FailedWith(2, expected, $"See {help}.");

    [TestCase("exprot", "--url", "'exprot'", "export")]
    [TestCase("state", "shwo", "'shwo'", "show")]
    public async Task Misspelled_command_before_an_option_is_named(string first, string second, string unknown, string meant) =>
        (await CliRunner.RunAsync(first, second, "--state", "s")).FailedWith(2, $"unknown command {unknown}. Did you mean {meant}?");

    [Test]
    public async Task Command_group_without_a_command_is_a_usage_error() =>
        (await CliRunner.RunAsync("config")).FailedWith(2, "See op-events config --help.");

    [Test]
    public async Task Usage_error_names_the_full_help_command() =>
        (
            await CliRunner.RunAsync(
                "config", "schema", "--outptu")).FailedWith(2, "'--outptu'", "See op-events config schema --help.");

    [TestCase("--output", "")]
    [TestCase("--token-file", "")]
    [TestCase("--url", "")]
    public async Task Empty_option_value_is_a_usage_error(string option, string value)
    {
        var tool = new CliRunner { Environment = { ["OP_EVENTS_TOKEN"] = "s3cret" } };
        (await tool.StartAsync(["export", "--region", "eu", option, value])).FailedWith(2, option);
    }

    [TestCase("export", "--api", "v3")]
    [TestCase("introspect", "--api", "")]
    [TestCase("emulator", "--retry-after", "never")]
    [TestCase("emulator", "--feature", "vaults")]
    public async Task Unknown_option_value_is_rejected_with_its_option(string command, string option, string value) =>
        (await CliRunner.RunAsync(command, option, value)).FailedWith(2, option, $"'{value}'");

    [Test]
    public async Task Repeated_option_is_a_usage_error() =>
        (await CliRunner.RunAsync("export", "--emulator", "--output", "a", "--output", "b")).FailedWith(2, "--output");
}
