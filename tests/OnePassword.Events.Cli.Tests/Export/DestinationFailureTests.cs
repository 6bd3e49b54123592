using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;
using static OnePassword.Events.Cli.Tests.Export.DestinationExport;

namespace OnePassword.Events.Cli.Tests.Export;

/// <summary><c>export --to</c> while the destination fails.</summary>
[Category("InProcess")]
public sealed class DestinationFailureTests
{
    [Test]
    public async Task Destination_that_needs_an_operator_ends_the_export_which_can_then_be_resumed()
    {
        await using var fixture = await CliFixture.StartAsync(Server);
        await using var siem = await FakeEndpoint.StartAsync();
        siem.Choose = _ => siem.Lines.Count >= 40 ? new ServiceFault.Respond(new ServiceReply(403)) : null;

        var stopped = await ExportAsync(fixture, siem);

        Assert.That(stopped.ExitCode, Is.EqualTo(6), stopped.Error);
        Assert.That(stopped.ErrorLines, Has.One.Match("^op-events: https: http://127.* 403.* All feeds of this output stop.$")
            .And.Some.EqualTo("Run the same command with --resume to continue."));
        Assert.That(fixture.Folder["state/dead-letters"], Does.Not.Exist);
        siem.Choose = _ => null;
        var run = await ExportAsync(fixture, siem, "--resume");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(siem.Lines, Is.EquivalentTo(All(fixture)), "a rejected request is not processed");
    }

    [Test]
    public async Task Unavailable_destination_is_retried_for_a_minute()
    {
        await using var fixture = await CliFixture.StartAsync(Server);
        await using var siem = await FakeEndpoint.StartAsync();
        var unavailable = new ServiceReply(503);
        siem.Inject(new ServiceFault.Respond(unavailable.RetryAfter("0")), new ServiceFault.Respond(unavailable.RetryAfter("61")));

        var first = await ExportAsync(fixture, siem, "auditevents");
        Assert.That(first.ExitCode, Is.EqualTo(6), first.Error);
        Assert.That(siem.Requests, Has.Count.EqualTo(2), "the first failure is retried at once; the second would exceed the minute");
        Assert.That(first.ErrorLines, Has.Some.Match("^https: http://127.* 503.* Retrying.$").And.Some.EqualTo("Run the same command with --resume to continue."));

        var run = await ExportAsync(fixture, siem, "auditevents", "--resume");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(siem.Lines, Is.EquivalentTo(Lines(fixture, EmulatorFeed.AuditEvents)));
    }
}
