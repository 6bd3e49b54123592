using System.Net;
using System.Net.Sockets;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests;

/// <summary>What each failure of the server ends as, and the line that tells it.</summary>
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
    public async Task A_status_has_its_exit_code_wherever_it_comes_from(int status, int exitCode)
    {
        await using var stage = await FailingAsync(new Fault { Introspect = true, Status = status }, new Fault { Feed = EmulatorFeed.ItemUsages, Status = status });
        (await stage.ExportAsync()).FailedWith(exitCode, "introspect at 127.0.0.1", $"the server answered {status}");

        await using var second = await FailingAsync(new Fault { Feed = EmulatorFeed.ItemUsages, Status = status });
        var run = await second.ExportAsync();
        Assert.That(run.ExitCode, Is.EqualTo(exitCode));
        Assert.That(run.ErrorLines, Has.Exactly(1).StartsWith("op-events: itemusages at 127.0.0.1").And.Exactly(1).Contains($"the server answered {status}"));
    }

    [Test]
    public async Task A_token_of_another_server_is_refused([Values] EmulatorApi api)
    {
        await using var stage = await Stage.StartAsync(Small);
        stage.Tool.Environment["OP_EVENTS_TOKEN"] = "some-other-token";
        (await stage.ExportAsync("--api", Stage.Version(api))).FailedWith(3, "the server answered 401", "wrong, expired or revoked");
    }

    [Test]
    public async Task A_used_up_quota_says_when_to_come_back()
    {
        await using var stage = await Stage.StartAsync(Small with { Quota = new Quota(2, null) });
        var run = await stage.ExportAsync("auditevents", "--page-size", "20");
        Assert.That(run.ExitCode, Is.EqualTo(4));
        Assert.That(run.Error, Does.Match("op-events: auditevents at .*: the server answered 429.*too many requests for the account; try again in [0-9]+ s"));
        Assert.That(stage.Folder.Files, Is.EqualTo(new[] { "auditevents.export.json", "auditevents.ndjson.partial" }));
    }

    [TestCase(FaultMode.Reset)]
    [TestCase(FaultMode.Truncate)]
    [TestCase(FaultMode.WrongLength)]
    [TestCase(FaultMode.NoCursor)]
    [TestCase(FaultMode.EmptyBody)]
    [TestCase(FaultMode.Redirect)]
    public async Task An_answer_that_is_no_page_is_a_failure_of_the_server(FaultMode mode)
    {
        await using var stage = await Stage.StartAsync(Small, new Fault { Feed = EmulatorFeed.AuditEvents, Mode = mode, After = 1 });
        var run = await stage.ExportAsync("auditevents", "--page-size", "20");
        Assert.That(run.ExitCode, Is.EqualTo(5));
        Assert.That(run.ErrorLines, Has.Exactly(1).StartsWith("op-events: auditevents at 127.0.0.1"));
        Assert.That(Stage.SplitLines(stage.Folder.Read("auditevents.ndjson.partial")), Has.Exactly(20).Items, "only what came whole");
    }

    [Test]
    public async Task A_server_that_turns_in_a_circle_is_left()
    {
        await using var stage = await Stage.StartAsync(Small, new Fault { Feed = EmulatorFeed.AuditEvents, Mode = FaultMode.EmptyPage, After = 1, Times = 100 });
        var run = await stage.ExportAsync("auditevents", "--page-size", "20");
        Assert.That(run.ExitCode, Is.EqualTo(5));
        Assert.That(stage.RequestsFor(EmulatorFeed.AuditEvents).Count(), Is.LessThan(20));
    }

    [Test]
    public async Task A_page_of_a_proxy_is_told_by_its_status_and_not_shown()
    {
        await using var stage = await Stage.StartAsync(
            Small, new Fault { Feed = EmulatorFeed.SignInAttempts, Status = 502, Body = "<html><h1>Bad Gateway</h1></html>", ContentType = "text/html" });
        var run = await stage.ExportAsync();
        Assert.That(run.ExitCode, Is.EqualTo(5));
        Assert.That(run.Error, Does.Contain("signinattempts at").And.Contain("the server answered 502").And.Not.Contain("html").And.Not.Contain("Bad Gateway"));
    }

    [Test]
    public async Task A_page_of_a_proxy_with_status_200_is_no_page_of_events()
    {
        await using var stage = await Stage.StartAsync(Small, new Fault { Feed = EmulatorFeed.AuditEvents, Body = "<html>Please sign in</html>", ContentType = "text/html" });
        var run = await stage.ExportAsync("auditevents");
        Assert.That(run.ExitCode, Is.EqualTo(5));
        Assert.That(run.Error, Does.Contain("not JSON").And.Not.Contain("html"));
    }

    [TestCase("export")]
    [TestCase("introspect")]
    public async Task A_server_that_nobody_runs_is_a_failure_of_the_network(string command)
    {
        using var notListening = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        notListening.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var folder = new TemporaryFolder();
        var tool = new Tool { Environment = { ["OP_EVENTS_TOKEN"] = "s3cret" } };
        string[] output = command == "export" ? ["--output", folder.Path] : [];
        (await tool.StartAsync([command, "--url", $"http://{notListening.LocalEndPoint}", .. output]))
            .FailedWith(5, $"introspect at {notListening.LocalEndPoint}", "no connection");
    }

    [TestCase(401, 429, 3)]
    [TestCase(500, 401, 3)]
    [TestCase(429, 500, 4)]
    [TestCase(500, 500, 5)]
    public async Task Of_several_failures_the_lowest_code_counts_and_all_are_told(int first, int second, int exitCode)
    {
        await using var stage = await FailingAsync(new Fault { Feed = EmulatorFeed.AuditEvents, Status = first }, new Fault { Feed = EmulatorFeed.SignInAttempts, Status = second });
        var run = await stage.ExportAsync();
        Assert.That(run.ExitCode, Is.EqualTo(exitCode));
        Assert.That(run.ErrorLines.Where(line => line.StartsWith("op-events: ", StringComparison.Ordinal)), Has.Exactly(2).Items);
        Assert.That(stage.Folder.Files, Does.Contain("itemusages.ndjson"));
    }

    [Test]
    public async Task A_failure_of_the_server_counts_before_one_of_the_output()
    {
        await using var stage = await Stage.StartAsync(Small, new Fault { Feed = EmulatorFeed.AuditEvents, Status = 500 });
        Directory.CreateDirectory(stage.Folder["itemusages.ndjson.partial"]);
        Assert.That((await stage.ExportAsync()).ExitCode, Is.EqualTo(5));
    }

    // A 429 holds the siblings back for a moment, so time has to pass.
    private static Task<Stage> FailingAsync(params Fault[] faults) => Stage.StartAsync(
        Small with { Now = TimeProvider.System.GetUtcNow() },
        new Tool { Resilience = resilience => (resilience.Retry.MaxRetryAttempts, resilience.Retry.Delay) = (0, TimeSpan.FromMilliseconds(1)) },
        faults);
}
