using System.Net;
using System.Net.Sockets;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Commands;

/// <summary>The exit code and the message of each server failure.</summary>
public sealed class ExitCodeTests
{
    private static readonly EmulatorOptions Small = new() { EventsPerFeed = 50 };

    [TestCase(400, 5)]
    [TestCase(401, 3)]
    [TestCase(403, 3)]
    [TestCase(404, 5)]
    [TestCase(429, 4)]
    [TestCase(500, 5)]
    [TestCase(503, 5)]
    [Category("InProcess")]
    public async Task Status_code_determines_the_exit_code(int status, int exitCode)
    {
        await using var fixture = await FailingAsync(
            new Fault { Introspect = true, Status = status }, new Fault { Feed = EmulatorFeed.ItemUsages, Status = status });
        (await fixture.ExportAsync()).FailedWith(exitCode, "introspect at 127.0.0.1", $"the server returned {status}");

        await using var second = await FailingAsync(new Fault { Feed = EmulatorFeed.ItemUsages, Status = status });
        var run = await second.ExportAsync();
        Assert.That(run.ExitCode, Is.EqualTo(exitCode));
        Assert.That(
            run.ErrorLines,
            Has.Exactly(1).StartsWith("op-events: itemusages at 127.0.0.1").And.Exactly(1)
                .Contains($"the server returned {status}"));
    }

    [Test]
    public async Task Token_of_another_server_has_the_exit_code_of_a_rejected_token([Values] EmulatorApi api)
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        fixture.Runner.Environment["OP_EVENTS_TOKEN"] = "some-other-token";
        (
            await fixture.ExportAsync(
                "--api", CliFixture.Version(api))).FailedWith(3, "the server returned 401", "wrong, expired or revoked");
    }

    [Test]
    [Category("InProcess")]
    public async Task Exhausted_quota_is_reported_with_the_time_to_wait()
    {
        await using var fixture = await CliFixture.StartAsync(Small with { Quota = new Quota(41, null) });
        var run = await fixture.ExportAsync("auditevents", "--page-size", "1", "--parallel", "1");
        Assert.That(run.ExitCode, Is.EqualTo(4));
        Assert.That(
            run.Error,
            Does.Match(
                "op-events: auditevents at .*: the server returned 429.*too many requests.*try again in [0-9]+ s"));
        Assert.That(fixture.Folder.Files, Is.EqualTo(new[] { "auditevents.export.json", "auditevents.ndjson.partial" }));
    }

    [TestCase(FaultMode.Reset)]
    [TestCase(FaultMode.Truncate)]
    [TestCase(FaultMode.WrongLength)]
    [TestCase(FaultMode.NoCursor)]
    [TestCase(FaultMode.EmptyBody)]
    [TestCase(FaultMode.Redirect)]
    [Category("InProcess")]
    public async Task Malformed_page_is_a_server_failure(FaultMode mode)
    {
        await using var fixture = await CliFixture.StartAsync(
            Small, new Fault { Feed = EmulatorFeed.AuditEvents, Mode = mode, After = 40 });
        var run = await fixture.ExportAsync("auditevents", "--page-size", "1", "--parallel", "1");
        Assert.That(run.ExitCode, Is.EqualTo(5));
        Assert.That(run.ErrorLines, Has.Exactly(1).StartsWith("op-events: auditevents at 127.0.0.1"));
        fixture.AssertBeginning(EmulatorFeed.AuditEvents, fixture.Folder.Read("auditevents.ndjson.partial"));
    }

    [Test]
    public async Task Server_that_repeats_a_cursor_is_a_server_failure()
    {
        await using var fixture = await CliFixture.StartAsync(
            Small, new Fault { Feed = EmulatorFeed.AuditEvents, Mode = FaultMode.EmptyPage, After = 1, Times = 100 });
        var run = await fixture.ExportAsync("auditevents", "--page-size", "1", "--parallel", "1");
        Assert.That(run.ExitCode, Is.EqualTo(5));
        Assert.That(fixture.RequestsFor(EmulatorFeed.AuditEvents).Count(), Is.LessThan(20));
    }

    [Test]
    [Category("InProcess")]
    public async Task Error_page_of_a_proxy_is_reported_by_its_status_only()
    {
        await using var fixture = await CliFixture.StartAsync(
            Small, new Fault { Feed = EmulatorFeed.SignInAttempts, Status = 502, Body = "<html><h1>Bad Gateway</h1></html>", ContentType = "text/html" });
        var run = await fixture.ExportAsync();
        Assert.That(run.ExitCode, Is.EqualTo(5));
        Assert.That(
            run.Error,
            Does.Contain("signinattempts at").And.Contain("the server returned 502").And.Not.Contain("html").And.Not
                .Contain("Bad Gateway"));
    }

    [Test]
    [Category("InProcess")]
    public async Task HTML_page_with_status_200_is_a_server_failure()
    {
        await using var fixture = await CliFixture.StartAsync(
            Small,
            new Fault { Feed = EmulatorFeed.AuditEvents, Body = "<html>Please sign in</html>", ContentType = "text/html" });
        var run = await fixture.ExportAsync("auditevents");
        Assert.That(run.ExitCode, Is.EqualTo(5));
        Assert.That(run.Error, Does.Contain("not JSON").And.Not.Contain("html"));
    }

    [TestCase("export")]
    [TestCase("introspect")]
    [Category("InProcess")]
    public async Task Unreachable_server_is_a_network_failure(string command)
    {
        using var notListening = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        notListening.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var folder = new TemporaryFolder();
        var tool = new CliRunner { Environment = { ["OP_EVENTS_TOKEN"] = "s3cret" } };
        string[] output = command == "export" ? ["--output", folder.Path] : [];
        (await tool.StartAsync([command, "--url", $"http://{notListening.LocalEndPoint}", .. output]))
            .FailedWith(5, $"introspect at {notListening.LocalEndPoint}", "no connection");
    }

    [TestCase(401, 429, 3)]
    [TestCase(500, 401, 3)]
    [TestCase(429, 500, 4)]
    [TestCase(500, 500, 5)]
    [Category("InProcess")]
    public async Task Lowest_exit_code_of_several_failures_is_returned_and_all_are_reported(int first, int second, int exitCode)
    {
        await using var fixture = await FailingAsync(
            new Fault { Feed = EmulatorFeed.AuditEvents, Status = first },
            new Fault { Feed = EmulatorFeed.SignInAttempts, Status = second });
        var run = await fixture.ExportAsync();
        Assert.That(run.ExitCode, Is.EqualTo(exitCode));
        Assert.That(run.ErrorLines.Where(line => line.StartsWith("op-events: ", StringComparison.Ordinal)), Has.Exactly(2).Items);
        Assert.That(fixture.Folder.Files, Does.Contain("itemusages.ndjson"));
    }

    [Test]
    public async Task Server_failure_takes_precedence_over_an_output_failure()
    {
        await using var fixture = await CliFixture.StartAsync(Small, new Fault { Feed = EmulatorFeed.AuditEvents, Status = 404 });
        Directory.CreateDirectory(fixture.Folder["itemusages.ndjson.partial"]);
        Assert.That((await fixture.ExportAsync()).ExitCode, Is.EqualTo(5));
    }

    // A 429 pauses the other feeds too, so the clock must advance.
    private static Task<CliFixture> FailingAsync(params Fault[] faults) => CliFixture.StartAsync(
        Small with { Now = TimeProvider.System.GetUtcNow() },
        new CliRunner { Resilience = resilience => (resilience.Retry.MaxRetryAttempts, resilience.Retry.Delay) = (0, TimeSpan.FromMilliseconds(1)) },
        faults);
}
