using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Commands;

/// <summary>A wrong command line is one line that says what is wrong and where the help is.</summary>
public sealed class UsageTests
{
    [TestCase("export", "auditevent", "There is no feed or option 'auditevent'. The feeds are auditevents, itemusages, signinattempts.", "op-events export --help")]
    [TestCase("export", "AuditEvents", "'AuditEvents'", "op-events export --help")]
    [TestCase("export", "--outptu", "'--outptu'", "op-events export --help")]
    [TestCase("export", "--page-size", "--page-size", "op-events export --help")]
    [TestCase("introspect", "--outptu", "'--outptu'", "op-events introspect --help")]
    [TestCase("introspect", "auditevents", "'auditevents'", "op-events introspect --help")]
    [TestCase("emulator", "--prot", "'--prot'", "op-events emulator --help")]
    [TestCase("config", "shcema", "'shcema'", "op-events config --help")]
    [TestCase("exprot", "auditevents", "'exprot'", "op-events --help")]
    [TestCase("--verbose", "export", "'--verbose'", "op-events export --help")]
    public async Task What_is_unknown_is_named(string command, string argument, string says, string help) =>
        (await CliRunner.RunAsync(command, argument)).FailedWith(2, says, $"See {help}.");

    [Test]
    public async Task A_command_of_commands_asks_for_one_of_them() => (await CliRunner.RunAsync("config")).FailedWith(2, "See op-events config --help.");

    [Test]
    public async Task The_help_of_a_command_within_another_is_named_in_full() =>
        (await CliRunner.RunAsync("config", "schema", "--outptu")).FailedWith(2, "'--outptu'", "See op-events config schema --help.");

    [TestCase("--output", "")]
    [TestCase("--token-file", "")]
    [TestCase("--url", "")]
    public async Task An_empty_value_is_a_usage_error(string option, string value)
    {
        var tool = new CliRunner { Environment = { ["OP_EVENTS_TOKEN"] = "s3cret" } };
        (await tool.StartAsync(["export", "--region", "eu", option, value])).FailedWith(2, option);
    }

    [TestCase("export", "--api", "v3")]
    [TestCase("introspect", "--api", "")]
    [TestCase("emulator", "--retry-after", "never")]
    [TestCase("emulator", "--feature", "vaults")]
    public async Task A_value_that_is_none_of_the_known_is_refused_with_its_option(string command, string option, string value) =>
        (await CliRunner.RunAsync(command, option, value)).FailedWith(2, option, $"'{value}'");

    [Test]
    public async Task An_option_given_twice_is_a_usage_error() =>
        (await CliRunner.RunAsync("export", "--emulator", "--output", "a", "--output", "b")).FailedWith(2, "--output");
}
