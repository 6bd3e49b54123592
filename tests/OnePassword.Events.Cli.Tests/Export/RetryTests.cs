using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Export;

/// <summary>Transient failures are reported and retried.</summary>
[Category("InProcess")]
public sealed class RetryTests
{
    [Test]
    public async Task Retried_request_is_reported_and_the_export_completes()
    {
        var tool = new CliRunner { Resilience = resilience => resilience.Retry.Delay = TimeSpan.FromMilliseconds(1) };
        var fault = new Fault { Feed = EmulatorFeed.ItemUsages, Status = 503, After = 1, Times = 2 };
        await using var fixture = await CliFixture.StartAsync(
            new EmulatorOptions { EventsPerFeed = 2_500, Now = TimeProvider.System.GetUtcNow() }, tool, fault);
        var run = await fixture.ExportAsync();
        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(
            run.Error,
            Does.Match(
                @"itemusages at 127[0-9.:]+: attempt 1 of [0-9] failed \(503\); retrying in 0\.0 s").And.Match(": attempt 2 of [0-9] failed"));
        Assert.That(await File.ReadAllLinesAsync(fixture.Folder["itemusages.ndjson"]), Has.Length.EqualTo(2_500).And.Unique);
    }
}
