using System.Text.Json;

namespace OnePassword.Events.Tests.Formats;

/// <summary>The formats raw and envelope preserve the bytes of an event. An envelope names where the event comes from.</summary>
public sealed class EnvelopeFormatTests
{
    private const string Event = "{ \"uuid\":\"A\\u0041\",\n \"timestamp\":\"2026-01-31T11:00:00Z\",\"n\":1.50e+3}";

    [Test]
    public void Raw_event_lacks_only_the_line_breaks() =>
        Assert.That(Formatted.Text(EventFormat.Raw, Event), Is.EqualTo(Event.Replace("\n", "", StringComparison.Ordinal)));

    [Test]
    public void Envelope_has_the_source_and_the_read_time_of_an_event() =>
        Assert.That(Formatted.Text(EventFormat.Envelope, Event), Is.EqualTo(
            """{"account":"acme","feed":"auditevents","region":"events.1password.eu","read_at":"2026-01-31T00:00:00.0000000Z","event":{ "uuid":"A\u0041", "timestamp":"2026-01-31T11:00:00Z","n":1.50e+3}}"""));

    [Test]
    public void Envelope_has_null_for_an_unnamed_account_and_an_unknown_host() =>
        Assert.That(
            Formatted.Text(EventFormat.Envelope, "{}", Formatted.Origin with { Account = null, Host = null, Feed = FeedNames.ItemUsages }),
            Is.EqualTo("""{"account":null,"feed":"itemusages","region":null,"read_at":"2026-01-31T00:00:00.0000000Z","event":{}}"""));

    [Test]
    public void Envelope_names_the_origin_of_each_event_if_origins_alternate()
    {
        var other = Formatted.Origin with { Account = "other" };
        foreach (var origin in new[] { Formatted.Origin, other, Formatted.Origin, other with { Account = "third" } })
            Assert.That(Formatted.Text(EventFormat.Envelope, "{}", origin), Does.StartWith($"{{\"account\":\"{origin.Account}\","));
    }

    [TestCase("Zürich & Co.")]
    [TestCase("\"},\\\n\u0000\u2028😀")]
    [TestCase(null)]
    public void Envelope_preserves_any_account_name(string? account)
    {
        var text = Formatted.Text(EventFormat.Envelope, "{}", Formatted.Origin with { Account = account });
        Assert.That(JsonElement.Parse(text).GetProperty("account").GetString(), Is.EqualTo(account));
        Assert.That(text, Does.Not.Contain("\n"));
        if (account == "Zürich & Co.")
            Assert.That(text, Does.StartWith("{\"account\":\"Zürich & Co.\","));
    }
}
