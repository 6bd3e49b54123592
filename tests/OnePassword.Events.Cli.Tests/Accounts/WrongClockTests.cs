using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Accounts;

/// <summary>A wrong local clock is reported, and a start in the server's future is rejected.</summary>
[Category("InProcess")]
public sealed class WrongClockTests
{
    private const string Ahead = "The local clock is 2 days ahead of the server's clock at ";

    private readonly FakeClock _clock = new(CliFixture.Now);

    [Test]
    public async Task Export_with_a_start_in_the_future_is_rejected()
    {
        await using var fixture = await StartAsync();
        var run = await ToolAsync(fixture, "export", "--since", "24h", "--output", fixture.Folder["out"]);

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.ErrorLines[0], Does.StartWith(Ahead));
        Assert.That(
            run.ErrorLines[^1],
            Is.EqualTo(
                "op-events: the start 2026-02-01T12:00:00Z is in the future: the server's time is 2026-01-31T12:00:00Z. Correct the clock of this machine, or specify --since as a time."));
        Assert.That(fixture.RequestsFor(EmulatorFeed.AuditEvents), Is.Empty);
    }

    [Test]
    public async Task Export_with_a_wrong_clock_and_a_start_in_the_past_runs_with_a_warning()
    {
        await using var fixture = await StartAsync();
        var run = await ToolAsync(fixture, "export", "--since", "30d", "--output", fixture.Folder["out"]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.ErrorLines, Has.Exactly(1).StartsWith(Ahead));
    }

    [Test]
    public async Task Follow_does_not_store_a_start_in_the_future()
    {
        await using var fixture = await StartAsync();
        string[] follow =
            ["follow", "auditevents", "--since", "24h", "--once", "--output", fixture.Folder["out"], "--state", fixture.Folder["state"]];
        var rejected = await ToolAsync(fixture, follow);
        Assert.That(
            (
                rejected.ExitCode,
                rejected.Error.Contains("auditevents: the start 2026-02-01T12:00:00Z is in the future", StringComparison.Ordinal)),
            Is.EqualTo((2, true)), rejected.Error);

        _clock.Set(TimeSpan.Zero - TimeSpan.FromDays(2));
        var run = await ToolAsync(fixture, follow);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Error, Does.Contain("auditevents: 20 events"));
    }

    [Test]
    public async Task Checkpoint_with_a_start_in_the_future_is_rejected_with_the_command_that_corrects_it()
    {
        await using var fixture = await StartAsync();
        using (var store = FileCheckpointStore.Open(fixture.Folder["state"]))
        {
            await store.SaveAsync("auditevents", new Checkpoint
            {
                Host = fixture.Server.BaseAddress.Authority,
                ApiVersion = "v2",
                Feed = FeedNames.AuditEvents,
                Start = CliFixture.Now.AddDays(1),
                PageSize = 1_000,
            });
        }

        var run = await ToolAsync(
            fixture, "follow", "auditevents", "--once", "--output", fixture.Folder["out"], "--state", fixture.Folder["state"]);

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(
            run.Error,
            Does.Contain($"or run `op-events state set auditevents --state {fixture.Folder["state"]} --since <time>`."));
    }

    // The server's clock is at Now. The tool's clock is two days ahead.
    private async Task<CliFixture> StartAsync()
    {
        _clock.Set(TimeSpan.FromDays(2));
        return await CliFixture.StartAsync(new EmulatorOptions { EventsPerFeed = 20 }, new CliRunner());
    }

    private Task<CliResult> ToolAsync(CliFixture fixture, params string[] args) =>
        new CliRunner { Clock = _clock, Environment = { ["OP_EVENTS_TOKEN"] = fixture.Server.Token } }
        .StartAsync([.. args, "--url", fixture.Url]);
}
