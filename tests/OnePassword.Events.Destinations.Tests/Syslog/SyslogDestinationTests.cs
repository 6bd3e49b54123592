using System.Text.Json;

namespace OnePassword.Events.Destinations.Tests.Syslog;

public sealed class SyslogDestinationTests
{
    [Test]
    public async Task Page_arrives_in_order_with_the_bytes_of_the_events()
    {
        await using var receiver = new FakeSyslog();
        using var syslog = new SyslogDelivery(new SyslogOptions { Url = receiver.Url });
        await syslog.DeliverAsync(Pages.Of(1_000));
        await ReceivedAsync(receiver, 1_000);
        Assert.That(receiver.Records.Select(record => record.Text), Is.EqualTo(Pages.Of(1_000).Select(one => one.ToString())));
        Assert.That(syslog.Delivery.Statistics.Delivered, Is.EqualTo(1_000));
        Assert.That(receiver.Accepted, Is.EqualTo(1));
    }

    [Test, Property("Statement", 21)]
    [Description("The account, the feed and the API version are stated by the reader.")]
    public async Task Header_names_the_origin_of_the_event()
    {
        var record = await SendAsync(Pages.Event("E1"), options => options with { HostName = "collector", Facility = 16 });
        Assert.That(record.Priority, Is.EqualTo((16 * 8) + 6));
        Assert.That((record.HostName, record.AppName, record.MessageId), Is.EqualTo(("collector", "op-events", "auditevents")));
        Assert.That(record.Data, Is.EqualTo(
            "[op-events@32473 uuid=\"E1\" account=\"acme\" account_uuid=\"ACCOUNTUUID0000000000000000\" feed=\"auditevents\" api=\"v2\"]"));
    }

    [Test]
    public async Task Values_of_structured_data_are_escaped()
    {
        var record = await SendAsync(Pages.Event("""a\"b]c\\d\n\u0000"""));
        Assert.That(record.Data, Does.Contain("""uuid="a\"b\]c\\d """ + "\uFFFD\""));
    }

    [Test]
    public async Task Structured_data_can_be_omitted()
    {
        var record = await SendAsync(Pages.Event("E1"), options => options with { StructuredData = false });
        Assert.That(record.Data, Is.EqualTo("-"));
    }

    [TestCase("2026-01-31T11:59:59.123456789Z", "2026-01-31T11:59:59.123456Z")]
    [TestCase("2026-01-31T11:59:59Z", "2026-01-31T11:59:59.000000Z")]
    [TestCase("2026-01-31T11:59:59.5-03:00", "2026-01-31T14:59:59.500000Z")]
    [TestCase("yesterday", "-")]
    [Property("Statement", 20)]
    [Description("The header holds 6 digits of a time; the message holds all.")]
    public async Task Time_in_the_header_has_six_digits(string sent, string expected)
    {
        var json = $$"""{"uuid":"E1","timestamp":"{{sent}}"}""";
        var record = await SendAsync(Pages.Raw(json));
        Assert.That((record.Time, record.Text), Is.EqualTo((expected, json)));
    }

    [TestCase("success", 6)]
    [TestCase("firewall_reported_success", 6)]
    [TestCase("credentials_failed", 5)]
    public async Task Failed_sign_in_is_a_notice(string category, int severity)
    {
        var record = await SendAsync(
            Pages.Raw($$"""{"uuid":"E1","category":"{{category}}"}"""), origin: Pages.Origin with { Feed = FeedNames.SignInAttempts });
        Assert.That(record.Priority & 7, Is.EqualTo(severity));
    }

    [Test]
    public async Task Event_that_security_teams_alert_on_is_a_warning()
    {
        var record = await SendAsync(Pages.Raw("""{"uuid":"E1","action":"export","object_type":"vault"}"""));
        Assert.That(record.Priority & 7, Is.EqualTo(4));
    }

    [Test]
    public async Task Message_can_have_another_format()
    {
        var record = await SendAsync(Pages.Event("E1"), options => options with { Format = EventFormat.Ocsf });
        using var json = JsonDocument.Parse(record.Message);
        Assert.That(json.RootElement.GetProperty("metadata").GetProperty("uid").GetString(), Is.EqualTo("E1"));
    }

    [Test, Property("Statement", 19)]
    [Description("A message above the limit of the receiver becomes a dead letter, since receivers cut it.")]
    public async Task Message_that_the_receiver_would_cut_becomes_a_dead_letter()
    {
        await using var receiver = new FakeSyslog();
        using var syslog = new SyslogDelivery(new SyslogOptions { Url = receiver.Url });
        await syslog.DeliverAsync([Pages.Event("E1"), Pages.Event("LARGE", $",\"text\":\"{new string('x', 8_192)}\""), Pages.Event("E2")]);
        await ReceivedAsync(receiver, 2);
        Assert.That(receiver.Records.Select(record => record.Text), Is.EqualTo(new[] { Pages.Event("E1").ToString(), Pages.Event("E2").ToString() }));
        var letter = syslog.DeadLetters.Read().Single();
        Assert.That(letter.Event.Uuid, Is.EqualTo("LARGE"));
        Assert.That(letter.Reason, Does.Match("The message has 8... bytes, and the limit of the receiver is 8192. If the receiver accepts it, raise max_message."));
    }

    [Test, Property("Statement", 23)]
    [Description("Unusual text passes, byte for byte.")]
    public async Task Unusual_events_pass_unchanged()
    {
        await using var receiver = new FakeSyslog();
        using var syslog = new SyslogDelivery(new SyslogOptions { Url = receiver.Url, MaxMessageBytes = 2_000_000 });
        RawEvent[] events =
        [
            Pages.Event("NUL", ",\"text\":\"\\u0000\\ud800\""),
            RawEvent.Parse((byte[])[.. "{\"uuid\":\"BYTES\",\"text\":\""u8, 0xFF, 0xC0, .. "\"}"u8]),
            Pages.Event("TWICE", ",\"action\":1,\"action\":2"),
            Pages.Event("LARGE", $",\"text\":\"{new string('x', 1_000_000)}\""),
        ];
        await syslog.DeliverAsync(events);
        await ReceivedAsync(receiver, events.Length);
        Assert.That(receiver.Records.Select(record => record.Message), Is.EqualTo(events.Select(one => one.Json.ToArray())));
    }

    [TestCase("https://siem.example.com")]
    [TestCase("tcp://user@siem.example.com:514")]
    [TestCase("tls://siem.example.com/path")]
    public void Address_is_tcp_or_tls(string url) => Assert.That(
        () => new SyslogDestination(new SyslogOptions { Url = new Uri(url) }),
        Throws.ArgumentException.With.Message.StartsWith("The address must be tls://host:port or tcp://host:port."));

    [Test]
    public void Invalid_options_are_rejected()
    {
        var options = new SyslogOptions { Url = new Uri("tls://siem.example.com") };
        SyslogOptions[] invalid =
        [
            options with { Facility = 24 }, options with { AppName = "op events" }, options with { AppName = new string('a', 49) },
            options with { HostName = "" }, options with { MaxMessageBytes = 100 },
        ];
        foreach (var one in invalid)
            Assert.That(() => new SyslogDestination(one), Throws.ArgumentException);
        using var valid = new SyslogDestination(options);
        Assert.That(valid.Name, Is.EqualTo("syslog at tls://siem.example.com:6514"));
    }

    internal static async Task ReceivedAsync(FakeSyslog receiver, int messages)
    {
        await Wait.UntilAsync(() => receiver.Records.Count >= messages || receiver.Problems.Count > 0);
        Assert.That(receiver.Problems, Is.Empty);
        Assert.That(receiver.Records, Has.Count.EqualTo(messages));
    }

    internal static async Task<SyslogRecord> SendAsync(
        RawEvent one, Func<SyslogOptions, SyslogOptions>? configure = null, EventOrigin? origin = null)
    {
        await using var receiver = new FakeSyslog();
        var options = new SyslogOptions { Url = receiver.Url };
        using var syslog = new SyslogDelivery(configure?.Invoke(options) ?? options);
        await syslog.DeliverAsync([one], origin);
        await ReceivedAsync(receiver, 1);
        return receiver.Records.Single();
    }
}
