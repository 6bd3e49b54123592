using System.Text;

namespace OnePassword.Events.Destinations.Tests.Splunk;

/// <summary>Events as Splunk receives them.</summary>
public sealed class SplunkEventTests
{
    [Test]
    public async Task Event_is_indexed_with_its_metadata()
    {
        await using var splunk = await SplunkDelivery.StartAsync(options => options with { Index = "main" });
        await splunk.DeliverAsync(Pages.Of(2));
        Assert.That(splunk.Service.Events[1], Is.EqualTo(new SplunkEvent(
            "1769860799.123456789", "events.1password.com", "acme", "1password:insights:audit_events", "main", null,
            Pages.Event("E1").ToString())));
        Assert.That(splunk.Service.Sent.Single().IsCompressed, Is.True);
        Assert.That(splunk.Delivery.Destination.Name, Is.EqualTo($"Splunk at http://{splunk.Service.Url.Authority}"));
    }

    [TestCase("2026-01-31T11:59:59.123456789Z", "1769860799.123456789")]
    [TestCase("2026-01-31T13:59:59.1+02:00", "1769860799.1")]
    [TestCase("2026-01-31t11:59:59z", "1769860799")]
    [TestCase("2026-01-31T11:59:59.100000000Z", "1769860799.100000000")]
    [TestCase("2026-01-31T11:59:59.1234567891234Z", "1769860799.123456789")]
    [TestCase("2016-12-31T23:59:60.5Z", "1483228800.5")]
    [TestCase("1970-01-01T00:00:00.000000001Z", "0.000000001")]
    [TestCase("0001-01-01T00:00:00Z", null)]
    [TestCase("yesterday", null)]
    [Property("Statement", 20)]
    [Description("The time of an event keeps nine fractional digits, with any offset.")]
    public async Task Time_of_an_event_keeps_the_digits_that_were_sent(string timestamp, string? expected)
    {
        await using var splunk = await SplunkDelivery.StartAsync();
        await splunk.DeliverAsync([Pages.Raw($$"""{"uuid":"A","timestamp":"{{timestamp}}"}""")]);
        Assert.That(splunk.Service.Events.Single().Time, Is.EqualTo(expected));
    }

    [Test]
    public async Task Event_without_a_timestamp_has_the_time_of_receipt()
    {
        await using var splunk = await SplunkDelivery.StartAsync();
        await splunk.DeliverAsync([Pages.Raw("""{"uuid":"A"}"""), Pages.Raw("""{"uuid":"B","timestamp":5}""")]);
        Assert.That(splunk.Service.Events.Select(one => one.Time), Is.All.Null);
    }

    [TestCase(FeedNames.AuditEvents, "1password:insights:audit_events", "audit")]
    [TestCase(FeedNames.ItemUsages, "1password:insights:item_usages", "main")]
    [TestCase(FeedNames.SignInAttempts, "1password:insights:signin_attempts", "signins")]
    [Property("Statement", 21)]
    [Description("Feed, account and API version come from the reader, not from fields of the event.")]
    public async Task Feed_chooses_source_type_and_index(string feed, string sourceType, string index)
    {
        await using var splunk = await SplunkDelivery.StartAsync(options => options with
        {
            Index = "main",
            FeedIndexes = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [FeedNames.AuditEvents] = "audit",
                [FeedNames.SignInAttempts] = "signins",
            },
            IndexedFields = true,
        });
        await splunk.DeliverAsync(
            [Pages.Raw("""{"uuid":"A","feed":"other","account_uuid":"OTHER","item_uuid":"I"}""")], Pages.Origin with { Feed = feed });
        var indexed = splunk.Service.Events.Single();
        Assert.That((indexed.SourceType, indexed.Index, indexed.Source), Is.EqualTo((sourceType, index, "acme")));
        Assert.That(indexed.Fields, Is.EqualTo("""{"account_uuid":"ACCOUNTUUID0000000000000000","api_version":"v2"}"""));
    }

    [Test]
    public async Task Host_and_source_are_configurable()
    {
        await using var splunk = await SplunkDelivery.StartAsync(options => options with { Host = "collector", Source = "1\"password" });
        await splunk.DeliverAsync(Pages.Of(1));
        var indexed = splunk.Service.Events.Single();
        Assert.That((indexed.Host, indexed.Source, indexed.Index), Is.EqualTo(("collector", "1\"password", (string?)null)));
    }

    [Test]
    public async Task Event_has_the_format_of_the_options()
    {
        await using var splunk = await SplunkDelivery.StartAsync(options => options with { Format = EventFormat.Envelope });
        await splunk.DeliverAsync(Pages.Of(1));
        var indexed = splunk.Service.Events.Single();
        Assert.That(indexed.Event, Does.StartWith("""{"account":"acme","feed":"auditevents",""").And.Contains(Pages.Event("E0").ToString()));
        Assert.That(indexed.Time, Is.EqualTo("1769860799.123456789"));
    }

    [Test, Property("Statement", 22)]
    [Description("A new field of the API arrives without a release, byte for byte.")]
    public async Task Bytes_of_an_event_are_kept()
    {
        byte[] bytes = [.. "{\"uuid\":\"A\",\"new\":{\"n\":1.10e2,\"n\":\""u8, 0xFF, .. "\\u0000\\ud800é\"},\"uuid\":\"B\"}"u8];
        await using var splunk = await SplunkDelivery.StartAsync();
        await splunk.DeliverAsync([RawEvent.Parse(bytes)]);
        Assert.That(splunk.Service.Sent.Single().Body.AsSpan().IndexOf(bytes), Is.Positive);
    }

    [TestCase("\\u0000")]
    [TestCase("\\ud800")]
    [TestCase("x\",\"text\":\"y")]
    [Property("Statement", 23)]
    [Description("Text with NUL, lone surrogates and duplicate keys passes.")]
    public async Task Unusual_text_is_indexed(string text)
    {
        await using var splunk = await SplunkDelivery.StartAsync();
        var rawEvent = Pages.Event("A", $",\"text\":\"{text}\"");
        await splunk.DeliverAsync([rawEvent]);
        Assert.That(splunk.Service.Events.Single().Event, Is.EqualTo(rawEvent.ToString()));
    }

    [Test, Property("Statement", 23)]
    [Description("A text of 1 MB becomes a dead letter, and the feed continues.")]
    public async Task Event_of_a_megabyte_becomes_a_dead_letter_without_a_request()
    {
        await using var splunk = await SplunkDelivery.StartAsync();
        await splunk.DeliverAsync([Pages.Event("LARGE", $",\"text\":\"{new string('x', 1 << 20)}\""), .. Pages.Of(1)]);
        Assert.That(splunk.Uuids(), Is.EqualTo(new[] { "E0" }));
        Assert.That(splunk.DeadLetters.Read().Single().Event.Uuid, Is.EqualTo("LARGE"));
    }

    [Test]
    public async Task Requests_have_at_most_a_megabyte()
    {
        await using var splunk = await SplunkDelivery.StartAsync();
        var text = new string('x', 300_000);
        await splunk.DeliverAsync([.. Enumerable.Range(0, 7).Select(i => Pages.Event(Pages.Uuid(i), $",\"text\":\"{text}\""))]);
        Assert.That(splunk.Service.Sent.Select(request => Encoding.UTF8.GetString(request.Body).Split('\n').Length - 1), Is.EqualTo(new[] { 3, 3, 1 }));
    }
}
