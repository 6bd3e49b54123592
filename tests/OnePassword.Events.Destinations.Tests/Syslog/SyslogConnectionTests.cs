namespace OnePassword.Events.Destinations.Tests.Syslog;

/// <summary>Connections that break, and TLS.</summary>
public sealed class SyslogConnectionTests
{
    [Test]
    [Description("Bytes that are written after the end of the connection would be lost without an error.")]
    public async Task Connection_that_the_receiver_closed_between_pages_is_replaced()
    {
        await using var receiver = new FakeSyslog();
        using var syslog = new SyslogDelivery(new SyslogOptions { Url = receiver.Url });
        await syslog.DeliverAsync(Pages.Of(1));
        await SyslogDestinationTests.ReceivedAsync(receiver, 1);
        receiver.Disconnect();
        await syslog.DeliverAsync(Pages.Of(1, first: 1));
        await SyslogDestinationTests.ReceivedAsync(receiver, 2);
        Assert.That(receiver.Accepted, Is.EqualTo(2));
        Assert.That(syslog.Reports.Single().Warning, Does.EndWith("the receiver closed the connection. Events that the receiver had not read are lost."));
    }

    [Test]
    public async Task Loss_is_reported_when_the_receiver_is_down_for_some_attempts()
    {
        var receiver = new FakeSyslog();
        using var syslog = new SyslogDelivery(new SyslogOptions { Url = receiver.Url });
        await syslog.DeliverAsync(Pages.Of(1));
        await SyslogDestinationTests.ReceivedAsync(receiver, 1);
        var port = receiver.Port;
        await receiver.DisposeAsync();
        var delivering = syslog.DeliverAsync(Pages.Of(1, first: 1));
        await Wait.UntilAsync(() => syslog.Reports.Count >= 2);
        await using var restarted = new FakeSyslog(port: port);
        await delivering;
        Assert.That(syslog.Reports.Single(report => report.Warning is not null).Warning, Does.EndWith(". Events that the receiver had not read are lost."));
        Assert.That(syslog.Delivery.Statistics.Warnings, Is.EqualTo(1));
    }

    [Test]
    public async Task Loss_of_earlier_pages_is_reported_when_the_connection_breaks_in_the_middle_of_a_page()
    {
        await using var receiver = new FakeSyslog();
        receiver.CloseAfter = _ => receiver.Records.Count == 2;
        using var syslog = new SyslogDelivery(new SyslogOptions { Url = receiver.Url, MaxMessageBytes = 20_000 });
        await syslog.DeliverAsync(Pages.Of(1));
        await SyslogDestinationTests.ReceivedAsync(receiver, 1);
        // More bytes than the buffers of the two sockets hold.
        await syslog.DeliverAsync(
            [.. Enumerable.Range(1, 1_000).Select(i => Pages.Event(Pages.Uuid(i), $",\"text\":\"{new string('x', 16_000)}\""))]);
        await SyslogDestinationTests.ReceivedAsync(receiver, 1_002);
        Assert.That(
            syslog.Reports.Single(report => report.Warning is not null).Warning,
            Does.EndWith(". Events that the receiver had not read are lost."));
    }

    [Test]
    public async Task Whole_page_is_repeated_when_the_connection_breaks_in_the_middle()
    {
        await using var receiver = new FakeSyslog();
        receiver.CloseAfter = _ => receiver.Records.Count == 100;
        using var syslog = new SyslogDelivery(new SyslogOptions { Url = receiver.Url, MaxMessageBytes = 20_000 });
        // More bytes than the buffers of the two sockets hold.
        RawEvent[] events = [.. Enumerable.Range(0, 1_000).Select(i => Pages.Event(Pages.Uuid(i), $",\"text\":\"{new string('x', 16_000)}\""))];
        await syslog.DeliverAsync(events);
        await SyslogDestinationTests.ReceivedAsync(receiver, 1_100);
        Assert.That(receiver.Records.Skip(100).Select(record => record.Text), Is.EqualTo(events.Select(one => one.ToString())));
        Assert.That(syslog.Delivery.Statistics.Failures, Is.EqualTo(1));
    }

    [Test, Property("Statement", 8)]
    [Description("A receiver that is down loses nothing.")]
    public async Task Page_waits_until_the_receiver_is_reachable()
    {
        int port;
        await using (var closed = new FakeSyslog())
            port = closed.Port;
        using var syslog = new SyslogDelivery(new SyslogOptions { Url = new Uri(FormattableString.Invariant($"tcp://127.0.0.1:{port}")) });
        var delivering = syslog.DeliverAsync(Pages.Of(3));
        await Wait.UntilAsync(() => syslog.Reports.Count >= 2);
        await using var receiver = new FakeSyslog(port: port);
        await delivering;
        await SyslogDestinationTests.ReceivedAsync(receiver, 3);
        Assert.That(syslog.Reports[0].Failure, Does.StartWith($"syslog at tcp://127.0.0.1:{port}: the connection failed: "));
        Assert.That(syslog.Reports[^1].Failure, Is.Null);
    }

    [Test, Property("Statement", 16)]
    [Description("A receiver that does not read does not delay the shutdown.")]
    public async Task Cancellation_ends_a_write_that_hangs()
    {
        await using var receiver = new FakeSyslog { IsReading = false };
        using var syslog = new SyslogDelivery(new SyslogOptions { Url = receiver.Url, MaxMessageBytes = 20_000_000 });
        using var stop = new CancellationTokenSource();
        var delivering = syslog.Delivery.DeliverAsync(
            [Pages.Event("LARGE", $",\"text\":\"{new string('x', 16 << 20)}\"")], Pages.Origin, cancellationToken: stop.Token);
        await Wait.UntilAsync(() => receiver.Accepted == 1);
        await stop.CancelAsync();
        syslog.Clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.That(() => delivering, Throws.InstanceOf<OperationCanceledException>());
        receiver.IsReading = true;
    }

    [Test]
    public async Task Events_arrive_over_TLS_with_a_client_certificate()
    {
        using var authority = new TestAuthority();
        using var client = authority.Issue("collector");
        await using var receiver = new FakeSyslog(authority.Issue("siem"), requireClient: true);
        using var syslog = new SyslogDelivery(new SyslogOptions
        {
            Url = receiver.Url,
            Authorities = [authority.Certificate],
            ClientCertificate = client,
        });
        await syslog.DeliverAsync(Pages.Of(100));
        await SyslogDestinationTests.ReceivedAsync(receiver, 100);
    }

    [Test, Property("Statement", 7)]
    [Description("A certificate that is not trusted stops the destination.")]
    public async Task Certificate_that_is_not_trusted_requires_an_operator()
    {
        using var authority = new TestAuthority();
        await using var receiver = new FakeSyslog(authority.Issue("siem"));
        using var syslog = new SyslogDelivery(new SyslogOptions { Url = receiver.Url }, retryFor: TimeSpan.FromMinutes(1));
        Assert.That(
            () => syslog.DeliverAsync(Pages.Of(1)),
            Throws.TypeOf<DestinationException>().With.Property("RequiresOperator").True.And.Message.Contains("TLS failed: "));
        Assert.That(syslog.DeadLetters.Read(), Is.Empty);
    }

    [Test]
    public async Task Receiver_that_rejects_the_client_certificate_is_reported()
    {
        using var authority = new TestAuthority();
        await using var receiver = new FakeSyslog(authority.Issue("siem"), requireClient: true);
        using var syslog = new SyslogDelivery(new SyslogOptions { Url = receiver.Url, Authorities = [authority.Certificate] });
        using var stop = new CancellationTokenSource();
        var delivering = syslog.Delivery.DeliverAsync(Pages.Of(1), Pages.Origin, progress: syslog, cancellationToken: stop.Token);
        await Wait.UntilAsync(() => receiver.Rejected == 1);
        await Wait.UntilAsync(() => syslog.Reports.Count > 0);
        await stop.CancelAsync();
        Assert.That(() => delivering, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(syslog.Reports[0].Failure, Does.EndWith(". Check the certificate of the sender."));
        Assert.That(receiver.Records, Is.Empty);
    }

    [Test, Property("Statement", 24)]
    [Description("The check connects, and sends no event.")]
    public async Task Check_connects_without_sending_an_event()
    {
        using var authority = new TestAuthority();
        await using var receiver = new FakeSyslog(authority.Issue("siem"));
        using var syslog = new SyslogDelivery(new SyslogOptions { Url = receiver.Url, Authorities = [authority.Certificate] });
        var results = await syslog.Clock.RunAsync(syslog.Destination.ProbeAsync([Pages.Origin]));
        Assert.That(results.Select(result => $"{result.Status}: {result.Text}"), Is.EqualTo(new[]
        {
            $"Ok: Connected to syslog at tls://127.0.0.1:{receiver.Port} with TLS 1.3.",
            "Note: Syslog has no acknowledgment. A broken connection loses the events that the receiver has not read.",
            "Note: The header keeps 6 of 9 digits of a time. The message keeps all.",
            "Note: Messages above 8,192 bytes become dead letters. The receiver must accept this size.",
        }));
        Assert.That(receiver.Records, Is.Empty);
    }

    [Test, Property("Statement", 24)]
    [Description("The check fails for an address where nothing listens.")]
    public async Task Check_fails_if_the_receiver_cannot_be_reached()
    {
        Uri url;
        await using (var closed = new FakeSyslog())
            url = closed.Url;
        using var syslog = new SyslogDelivery(new SyslogOptions { Url = url });
        var result = (await syslog.Destination.ProbeAsync([Pages.Origin])).Single();
        Assert.That(result.Status, Is.EqualTo(ProbeStatus.Failed));
        Assert.That(result.Text, Does.StartWith("syslog at tcp://127.0.0.1:").And.Contain(": the connection failed: "));
    }
}
