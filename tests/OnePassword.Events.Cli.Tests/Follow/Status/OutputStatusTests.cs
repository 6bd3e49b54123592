using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow.Status;
using OnePassword.Events.Cli.Secrets;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Tests.Follow.Status;

/// <summary>The messages about a destination.</summary>
[Category("InProcess")]
public sealed class OutputStatusTests
{
    [Test]
    public void Repeated_warning_is_logged_once_per_minute_and_feed()
    {
        using var error = new StringWriter();
        var clock = new FakeTimeProvider(CliFixture.Now);
        var cli = new CliContext(Stream.Null, error, TextReader.Null, _ => null, clock);
        var account = new Account(
            "acme", AccountToken.From(new SecretSource.Given("t0ken", "the test"), cli), EventsRegion.Europe, IsV1: false, []);
        using var delivery = new EventDelivery(new SyslogDestination(new SyslogOptions { Url = new Uri("tcp://127.0.0.1:1") }));
        var status = new OutputStatus("siem", "acme", "siem.ndjson", delivery, cli);
        var audit = Progress(FeedNames.AuditEvents);
        var usages = Progress(FeedNames.ItemUsages);

        Warn(audit, "Events are lost.");
        Warn(audit, "Events are lost.");
        Warn(usages, "Events are lost.");
        Assert.That(Logged(), Is.EqualTo(new[] { "acme-auditevents-siem: Events are lost.", "acme-itemusages-siem: Events are lost." }));

        Warn(audit, "2 events are lost.");
        Assert.That(Logged(), Has.Length.EqualTo(3), "another text");
        clock.Advance(TimeSpan.FromSeconds(59));
        Warn(audit, "2 events are lost.");
        Assert.That(Logged(), Has.Length.EqualTo(3));
        clock.Advance(TimeSpan.FromSeconds(1));
        Warn(audit, "2 events are lost.");
        Assert.That(Logged(), Has.Length.EqualTo(4));

        IProgress<DeliveryReport> Progress(string feed) => status.For(new FeedStatus(account, feed, "siem", cli));

        void Warn(IProgress<DeliveryReport> feed, string text) => feed.Report(
            new DeliveryReport(new EventOrigin { Feed = FeedNames.AuditEvents, ReadAt = CliFixture.Now }) { Warning = text });

        string[] Logged() => error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
