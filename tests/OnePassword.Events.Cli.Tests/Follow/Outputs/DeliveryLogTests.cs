using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Tests.Follow.Outputs;

/// <summary>The messages about a destination.</summary>
[Category("InProcess")]
public sealed class DeliveryLogTests
{
    [Test]
    public void Repeated_warning_is_logged_once_per_minute_and_feed()
    {
        using var error = new StringWriter();
        var clock = new FakeTimeProvider(CliFixture.Now);
        var cli = new CliContext(Stream.Null, error, TextReader.Null, _ => null, clock);
        using var delivery = new EventDelivery(new SyslogDestination(new SyslogOptions { Url = new Uri("tcp://127.0.0.1:1") }));
        var log = new DeliveryLog("siem", "acme", "siem.ndjson", delivery, cli);

        Warn("auditevents", "Events are lost.");
        Warn("auditevents", "Events are lost.");
        Warn("itemusages", "Events are lost.");
        Assert.That(Logged(), Is.EqualTo(new[] { "acme-auditevents: Events are lost.", "acme-itemusages: Events are lost." }));

        Warn("auditevents", "2 events are lost.");
        Assert.That(Logged(), Has.Length.EqualTo(3), "another text");
        clock.Advance(TimeSpan.FromSeconds(59));
        Warn("auditevents", "2 events are lost.");
        Assert.That(Logged(), Has.Length.EqualTo(3));
        clock.Advance(TimeSpan.FromSeconds(1));
        Warn("auditevents", "2 events are lost.");
        Assert.That(Logged(), Has.Length.EqualTo(4));

        void Warn(string feed, string text) => log.For(new MessageSource("acme", feed)).Report(
            new DeliveryReport(new EventOrigin { Feed = feed, ReadAt = CliFixture.Now }) { Warning = text });

        string[] Logged() => error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [Test]
    [Description("Three feeds that fail for the same reason are one line, also if the reason has another number for each.")]
    public void Failure_of_several_feeds_is_one_line_per_output()
    {
        using var error = new StringWriter();
        var cli = new CliContext(Stream.Null, error, TextReader.Null, _ => null, new FakeTimeProvider(CliFixture.Now));
        using var delivery = new EventDelivery(new SyslogDestination(new SyslogOptions { Url = new Uri("tcp://127.0.0.1:1") }));
        var log = new DeliveryLog("siem", account: null, "siem.ndjson", delivery, cli);

        foreach (var feed in FeedNames.All)
            Fail(feed, $"The message has {feed.Length}09 bytes.", TimeSpan.FromSeconds(30));
        Fail("auditevents", "HTTP 503.", TimeSpan.FromSeconds(1));
        Fail("itemusages", "HTTP 404.", TimeSpan.FromSeconds(1));
        foreach (var feed in FeedNames.All)
            Fail(feed, "HTTP 503.", retryIn: null);

        Assert.That(error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(new[]
        {
            "siem: The message has 1109 bytes. Retrying.", "siem: HTTP 503. Retrying.", "siem: HTTP 404. Retrying.",
            "op-events: siem: HTTP 503. All feeds of this output stop.",
        }));

        log.For(new MessageSource("acme", "auditevents")).Report(Report("auditevents"));
        Fail("auditevents", "HTTP 503.", TimeSpan.FromSeconds(1));
        Assert.That(error.ToString(), Does.EndWith("siem: HTTP 503. Retrying.\n"), "a new outage");

        void Fail(string feed, string text, TimeSpan? retryIn) =>
            log.For(new MessageSource("acme", feed)).Report(Report(feed) with { Failure = text, RetryIn = retryIn });

        static DeliveryReport Report(string feed) => new(new EventOrigin { Feed = feed, ReadAt = CliFixture.Now });
    }
}
