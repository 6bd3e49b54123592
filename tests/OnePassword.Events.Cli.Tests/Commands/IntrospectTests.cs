using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Commands;

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

    [Test]
    public async Task Malformed_introspection_is_a_server_failure()
    {
        await using var fixture = await CliFixture.StartAsync(new Fault { Introspect = true, Body = "<html>" });
        (
            await fixture.Runner.StartAsync(
                ["introspect", "--url", fixture.Url])).FailedWith(5, "introspect at 127.0.0.1", "not JSON");
    }

    [TestCase("introspect", "--emulator")]
    [TestCase("introspect", "--help")]
    public async Task Introspect_reports_an_output_that_cannot_be_written(params string[] args)
    {
        using var full = new FullDisk();
        (await new CliRunner { Output = full }.StartAsync(args)).FailedWith(6, FullDisk.Message);
    }
}
