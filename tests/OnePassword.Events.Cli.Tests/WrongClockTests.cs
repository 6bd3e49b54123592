using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests;

/// <summary>A local clock that is wrong is told, and a start that lies in the server's future is refused.</summary>
public sealed class WrongClockTests
{
    private const string Ahead = "The local clock is 2 days ahead of the server's at ";

    private readonly FakeClock _clock = new(Stage.Now);

    [Test]
    public async Task An_export_of_the_last_day_by_a_clock_two_days_ahead_is_refused_and_not_complete_with_nothing()
    {
        await using var stage = await StartAsync();
        var run = await ToolAsync(stage, "export", "--since", "24h", "--output", stage.Folder["out"]);

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.ErrorLines[0], Does.StartWith(Ahead));
        Assert.That(run.ErrorLines[^1], Is.EqualTo("op-events: the start 2026-02-01T12:00:00Z is in the future: the server's time is 2026-01-31T12:00:00Z. Correct the clock of this machine, or give --since as a time."));
        Assert.That(stage.RequestsFor(EmulatorFeed.AuditEvents), Is.Empty);
    }

    [Test]
    public async Task An_export_that_begins_in_the_past_is_warned_of_and_runs()
    {
        await using var stage = await StartAsync();
        var run = await ToolAsync(stage, "export", "--since", "30d", "--output", stage.Folder["out"]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.ErrorLines, Has.Exactly(1).StartsWith(Ahead));
    }

    [Test]
    public async Task A_follow_does_not_keep_a_start_in_the_future()
    {
        await using var stage = await StartAsync();
        string[] follow = ["follow", "auditevents", "--since", "24h", "--once", "--output", stage.Folder["out"], "--state", stage.Folder["state"]];
        var refused = await ToolAsync(stage, follow);
        Assert.That((refused.ExitCode, refused.Error.Contains("auditevents: the start 2026-02-01T12:00:00Z is in the future", StringComparison.Ordinal)), Is.EqualTo((2, true)), refused.Error);

        _clock.Set(TimeSpan.Zero - TimeSpan.FromDays(2));
        var run = await ToolAsync(stage, follow);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Error, Does.Contain("auditevents: 20 events"));
    }

    [Test]
    public async Task A_checkpoint_with_a_start_in_the_future_is_refused_with_the_command_that_mends_it()
    {
        await using var stage = await StartAsync();
        using (var store = FileCheckpointStore.Open(stage.Folder["state"]))
        {
            await store.SaveAsync("auditevents", new Checkpoint
            {
                Host = stage.Server.BaseAddress.Authority,
                ApiVersion = "v2",
                Feed = FeedNames.AuditEvents,
                Start = Stage.Now.AddDays(1),
                PageSize = 1_000,
            });
        }

        var run = await ToolAsync(stage, "follow", "auditevents", "--once", "--output", stage.Folder["out"], "--state", stage.Folder["state"]);

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain($"or set it by: op-events state set auditevents --state {stage.Folder["state"]} --since <duration|time>."));
    }

    // The server's clock stands at Now; the tool's is two days ahead.
    private async Task<Stage> StartAsync()
    {
        _clock.Set(TimeSpan.FromDays(2));
        return await Stage.StartAsync(new EmulatorOptions { EventsPerFeed = 20 }, new Tool());
    }

    private Task<ToolRun> ToolAsync(Stage stage, params string[] args) => new Tool { Clock = _clock, Environment = { ["OP_EVENTS_TOKEN"] = stage.Server.Token } }
        .StartAsync([.. args, "--url", stage.Url]);
}
