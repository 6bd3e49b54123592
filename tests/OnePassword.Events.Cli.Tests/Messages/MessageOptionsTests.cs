using System.Text.Json;
using OnePassword.Events.Cli.Tests.Follow;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Messages;

/// <summary><c>--quiet</c>, <c>--verbose</c> and <c>--log-format</c>.</summary>
public sealed class MessageOptionsTests
{
    private static readonly EmulatorOptions Small = new() { EventsPerFeed = 50 };

    [Test]
    public async Task Quiet_export_that_succeeds_writes_nothing_to_standard_error()
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        var run = await fixture.ExportAsync("--quiet");
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        Assert.That(fixture.Folder.Files, Has.Exactly(3).Items);
    }

    [Test]
    public async Task Quiet_follow_that_succeeds_writes_nothing_to_standard_error()
    {
        await using var fixture = await FollowFixture.CreateAsync();
        var run = await CliRunner.RunAsync(
            "follow", "--quiet", "--emulator", "--once", "--output", fixture.Out, "--state", fixture.State);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
    }

    [Test]
    public async Task Quiet_export_that_fails_writes_its_errors_and_how_to_continue()
    {
        await using var fixture = await CliFixture.StartAsync(
            Small, new Fault { Feed = EmulatorFeed.AuditEvents, Status = 404, After = 40 });
        var run = await fixture.ExportAsync("--quiet", "--page-size", "1", "--parallel", "1");
        Assert.That(run.ExitCode, Is.EqualTo(5));
        Assert.That(run.ErrorLines, Has.Length.EqualTo(2), run.Error);
        Assert.That(run.ErrorLines[0], Does.StartWith("op-events: auditevents at "));
        Assert.That(run.ErrorLines[1], Is.EqualTo("Run the same command with --resume to continue."));
    }

    [Test]
    public async Task Verbose_export_writes_the_details_of_the_library()
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        var run = await fixture.ExportAsync("--verbose", "auditevents");
        Assert.That(run.Error, Does.Contain("read a page of 50 events"));
        Assert.That((await fixture.ExportAsync("auditevents")).Error.Split("read a page"), Has.Length.EqualTo(2));
    }

    [Test]
    public async Task Verbose_follow_writes_the_start_of_a_feed_only_once()
    {
        await using var fixture = await FollowFixture.CreateAsync();
        var run = await CliRunner.RunAsync(
            "follow", "auditevents", "--verbose", "--emulator", "--once", "--output", fixture.Out, "--state", fixture.State);
        Assert.That(run.Error, Does.Contain("read a page of").And.Not.Contain("starts with a new checkpoint"));
    }

    [Test]
    public async Task Quiet_and_verbose_are_mutually_exclusive() =>
        (await CliRunner.RunAsync("export", "--quiet", "--verbose", "--emulator")).FailedWith(2, "--quiet and --verbose");

    [Test]
    public async Task Every_line_is_a_JSON_object_with_time_level_event_and_message()
    {
        await using var fixture = await CliFixture.StartAsync(
            Small, new Fault { Feed = EmulatorFeed.AuditEvents, Status = 404, After = 40 });
        var run = await fixture.ExportAsync("--log-format", "json", "--verbose", "--page-size", "1", "--parallel", "1");
        var lines = Parse(run);
        Assert.That(lines.Select(line => Text(line, "timestamp")), Is.All.EqualTo("2026-01-31T12:00:00.000Z"));
        Assert.That(lines.Select(line => Text(line, "message")), Is.All.Not.Empty);
        Assert.That(
            lines.Select(line => (Text(line, "level"), Text(line, "event"), Text(line, "feed"))),
            Does.Contain(("debug", "page_read", "auditevents")).And.Contain(("info", "export_summary", "itemusages")));
        var error = lines.Single(line => Text(line, "level") == "error");
        Assert.That(error.GetProperty("exit_code").GetInt32(), Is.EqualTo(run.ExitCode).And.EqualTo(5));
        Assert.That(Text(error, "event"), Is.EqualTo("feed_failed"));
    }

    [Test]
    public async Task JSON_of_follow_names_the_account_and_the_feed()
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        var file = fixture.Folder.Write("follow.json", $$$"""{"state":"s","outputs":[{"type":"files","folder":"o"}],"accounts":[{"name":"acme","url":"{{{fixture.Url}}}","token":{"env":"OP_EVENTS_TOKEN"}}]}""");
        var run = await fixture.Runner.StartAsync(["follow", "--config", file, "--once", "--log-format", "json"]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var started = Parse(run).First(line => Text(line, "event") == "feed_started");
        Assert.That(
            (Text(started, "account"), Text(started, "feed") is "auditevents" or "itemusages" or "signinattempts"),
            Is.EqualTo(("acme", true)));
    }

    [Test]
    public async Task Usage_error_is_one_JSON_object_with_the_exit_code()
    {
        var run = await CliRunner.RunAsync("--log-format", "json", "export", "--unknown");
        var line = Parse(run).Single();
        Assert.That(
            (run.ExitCode, line.GetProperty("exit_code").GetInt32(), Text(line, "event")), Is.EqualTo((2, 2, "command_failed")));
    }

    [Test]
    public async Task Invalid_format_is_rejected() =>
        (await CliRunner.RunAsync("export", "--log-format", "xml")).FailedWith(2, "--log-format 'xml' is not text or json");

    [Test]
    public async Task JSON_does_not_contain_the_token_and_no_control_character()
    {
        await using var fixture = await CliFixture.StartAsync(Small with { Token = "header0AbCdEfGh.payload1IjKlMnOp" });
        fixture.Server.Inject(
            new Fault { Introspect = true, Status = 400, Body = """{"Error":{"Message":"a\u001b[2J\u0085 header0AbCdEfGh.payload1IjKlMnOp"}}""" });
        var run = await fixture.ExportAsync("--log-format", "json");
        Assert.That(run.ExitCode, Is.EqualTo(5));
        Assert.That(run.Error, Does.Contain("(the token)").And.Not.Contain("payload1"));
        Assert.That(Text(Parse(run).Single(), "message").Any(char.IsControl), Is.False);
    }

    [TestCase(true, "^2026-01-31T12:00:00Z (op-events: )?.")]
    [TestCase(false, "^(?!2026)")]
    public async Task Lines_of_a_long_run_have_the_time_if_standard_error_is_a_file(bool isFile, string expected)
    {
        var tool = new CliRunner { Clock = new FakeTimeProvider(CliFixture.Now), ErrorIsFile = isFile };
        await using var fixture = await CliFixture.StartAsync(Small, tool);
        using var stop = new CancellationTokenSource();
        var run = tool.StartAsync(
            ["follow", "auditevents", "--url", fixture.Url, "--output", fixture.Folder["o"], "--state", fixture.Folder["s"]],
            stop.Token);
        await Wait.UntilAsync(() => run.IsCompleted || tool.Error.Contains("starts at", StringComparison.Ordinal));
        await stop.CancelAsync();
        Assert.That((await run).ErrorLines, Is.Not.Empty.And.All.Matches(expected));
    }

    [Test]
    public async Task Lines_of_an_export_to_a_file_have_no_time()
    {
        var tool = new CliRunner { Clock = new FakeTimeProvider(CliFixture.Now), ErrorIsFile = true };
        await using var fixture = await CliFixture.StartAsync(Small, tool);
        Assert.That((await fixture.ExportAsync()).ErrorLines, Is.Not.Empty.And.All.Not.StartsWith("2026"));
    }

    private static JsonElement[] Parse(CliResult run) => [.. run.ErrorLines.Select(line => JsonElement.Parse(line))];

    private static string Text(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) ? value.GetString()! : "";
}
