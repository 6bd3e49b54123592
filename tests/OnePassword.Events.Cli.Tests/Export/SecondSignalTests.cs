using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Export;

/// <summary>A second signal ends an export that writes what it has read.</summary>
[Category("Slow")]
public sealed class SecondSignalTests
{
    [Test]
    public async Task Second_signal_ends_the_process_without_waiting_for_requests()
    {
        await using var fixture = await CliFixture.StartAsync(
            new EmulatorOptions { EventsPerFeed = 100, Now = TimeProvider.System.GetUtcNow() }, new CliRunner(),
            new Fault { Feed = EmulatorFeed.AuditEvents, Mode = FaultMode.Stall });
        using var tool = CliProcess.Start(
            fixture.Server.Token, "export", "auditevents", "--url", fixture.Url, "--output", fixture.Folder.Path);
        await Wait.UntilAsync(() => fixture.RequestsFor(EmulatorFeed.AuditEvents).Any());

        await tool.SignalAsync("INT", "TERM");

        var (exitCode, _, error) = await tool.EndAsync();
        Assert.That(exitCode, Is.AnyOf(130, 143), error);
        Assert.That(error, Does.Not.Contain("interrupted"), "no summary");
    }
}
