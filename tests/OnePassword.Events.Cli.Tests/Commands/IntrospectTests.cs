using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Commands;

[Category("Slow")]
public sealed class IntrospectTests
{
    [Test]
    public async Task Introspect_with_v2_shows_server_integration_account_and_feeds()
    {
        await using var fixture = await CliFixture.StartAsync(new EmulatorOptions());
        var run = await fixture.Runner.StartAsync(["introspect", "--url", fixture.Url]);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        var lines = run.OutputText.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Has.Length.EqualTo(5));
        Assert.That(lines[0], Is.EqualTo($"region       {fixture.Url}"));
        Assert.That(lines[1], Does.Match("^integration  [A-Z0-9]{26}$"));
        Assert.That(lines[2], Does.Match("^account      [A-Z0-9]{26}$"));
        Assert.That(lines[3], Is.EqualTo("issued       2026-01-01 12:00:00Z"));
        Assert.That(lines[4], Is.EqualTo("can read     auditevents itemusages signinattempts"));
        Assert.That(fixture.Server.Requests.Single().Path, Is.EqualTo("/api/v2/auth/introspect"));
    }

    [Test]
    public async Task Introspect_with_v1_shows_no_account()
    {
        await using var fixture = await CliFixture.StartAsync(new EmulatorOptions { Features = [EmulatorFeed.ItemUsages] });
        var run = await fixture.Runner.StartAsync(["introspect", "--url", fixture.Url, "--api", "v1"]);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        Assert.That(
            run.OutputText,
            Does.Contain("integration  ").And.Contain(
                "issued       2026-01-01 12:00:00Z").And.Contain("can read     itemusages\n").And.Not.Contain("account"));
        Assert.That(fixture.Server.Requests.Single().Path, Is.EqualTo("/api/auth/introspect"));
    }

    [Test]
    public async Task Introspect_works_with_the_embedded_emulator([Values] EmulatorApi api)
    {
        var run = await CliRunner.RunAsync("introspect", "--emulator", "--api", CliFixture.Version(api));
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.OutputText, Does.Contain("can read     auditevents itemusages signinattempts"));
    }

    [Test]
    public async Task Introspect_shows_a_token_without_features()
    {
        await using var fixture = await CliFixture.StartAsync(new EmulatorOptions { Features = [] });
        var run = await fixture.Runner.StartAsync(["introspect", "--url", fixture.Url]);
        Assert.That(run.OutputText.TrimEnd('\n').Split('\n')[^1].TrimEnd(), Is.EqualTo("can read"));
    }

    [TestCase(15, 15)]
    [TestCase(120, 30, "--timeout", "2m")]
    [TestCase(5, 5, "--timeout", "5s")]
    [Category("InProcess")]
    public async Task Introspect_gives_up_after_15_seconds_or_the_given_time(int total, int attempt, params string[] args)
    {
        var timeouts = new List<TimeSpan>();
        var tool = new CliRunner { Resilience = resilience => timeouts.AddRange([resilience.TotalRequestTimeout, resilience.AttemptTimeout]) };
        await using var fixture = await CliFixture.StartAsync(new EmulatorOptions(), tool);
        var run = await fixture.Runner.StartAsync(["introspect", "--url", fixture.Url, .. args]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(timeouts, Is.EqualTo(new[] { TimeSpan.FromSeconds(total), TimeSpan.FromSeconds(attempt) }));
    }

    [Test]
    public async Task Introspect_of_a_server_that_is_down_ends_before_the_last_attempt()
    {
        using var tool = CliProcess.Start("token", "introspect", "--url", "http://127.0.0.1:1", "--timeout", "2s");
        var (exitCode, _, error) = await tool.EndAsync();
        Assert.That(exitCode, Is.EqualTo(5), error);
        Assert.That(error, Does.Contain("no server listens at this address").And.Not.Contain("attempt 4 of 7"));
    }

    [TestCase("0s")]
    [TestCase("2d")]
    [TestCase("fast")]
    public async Task Timeout_out_of_range_is_rejected(string timeout) =>
        (await CliRunner.RunAsync("introspect", "--emulator", "--timeout", timeout)).FailedWith(
            2, $"--timeout '{timeout}' is not a duration from 1s to 1d.");

    [Test]
    [Category("InProcess")]
    public async Task Introspect_wraps_at_words_on_a_narrow_terminal()
    {
        var run = await new CliRunner { Columns = 45 }.StartAsync(["introspect", "--emulator"]);
        Assert.That(run.OutputText, Does.EndWith("can read     auditevents itemusages\n             signinattempts\n"));
    }

    [Test]
    [Category("InProcess")]
    public async Task Malformed_introspection_is_a_server_failure()
    {
        await using var fixture = await CliFixture.StartAsync(new Fault { Introspect = true, Body = "<html>" });
        (
            await fixture.Runner.StartAsync(
                ["introspect", "--url", fixture.Url])).FailedWith(5, "introspect at 127.0.0.1", "not JSON");
    }

    [TestCase("introspect", "--emulator")]
    [TestCase("introspect", "--help")]
    [Category("InProcess")]
    public async Task Introspect_reports_an_output_that_cannot_be_written(params string[] args)
    {
        using var full = new FullDisk();
        (await new CliRunner { Output = full }.StartAsync(args)).FailedWith(6, FullDisk.Message);
    }
}
