using System.Text;
using System.Text.Json;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Output;

/// <summary>Each line is the event as the server sent it, bare or in an envelope with its source.</summary>
[Category("InProcess")]
public sealed class LineFormatterTests
{
    private static readonly DateTimeOffset ReadAt = new(2026, 1, 31, 1, 0, 0, TimeSpan.FromHours(1));

    [Test]
    public async Task Bare_lines_are_the_bytes_of_the_events()
    {
        await using var fixture = await CliFixture.StartAsync(
            new EmulatorOptions { EventsPerFeed = 200, Indented = true, UnknownFields = true });
        var lines = new LineFormatter(envelope: null);
        var events = await ReadAsync(fixture);
        Assert.That(lines.Format(events, ReadAt).ToArray(), Is.Not.Empty.And.EqualTo(fixture.Lines(EmulatorFeed.AuditEvents)));
        Assert.That(
            lines.Format([.. events.Take(1)], ReadAt).ToArray(),
            Is.EqualTo(events[0].Json.ToArray().Where(b => b is not ((byte)'\r' or (byte)'\n')).Append((byte)'\n')));
        Assert.That(lines.Format([], ReadAt).ToArray(), Is.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Parts_are_short_and_contain_the_lines_of_the_page(bool hasEnvelope)
    {
        await using var fixture = await CliFixture.StartAsync(new EmulatorOptions { EventsPerFeed = 500 });
        var lines = new LineFormatter(hasEnvelope ? new Envelope("auditevents") : null);
        var events = await ReadAsync(fixture);
        var page = lines.Format(events, ReadAt).ToArray();
        var parts = lines.FormatParts(events, ReadAt).Select(part => part.ToArray()).ToList();
        Assert.That(parts, Has.Count.GreaterThan(1));
        Assert.That(parts.SelectMany(part => part), Is.EqualTo(page));
        Assert.That(parts.Select(part => part.Length), Is.All.LessThanOrEqualTo(LineFormatter.PartSize));
        Assert.That(parts.Select(part => part[^1]), Is.All.EqualTo((byte)'\n'));
    }

    [Test]
    public async Task Event_that_is_larger_than_a_part_is_a_part_of_its_own()
    {
        await using var fixture = await CliFixture.StartAsync(new EmulatorOptions { EventsPerFeed = 0 });
        var large = $$"""{"uuid":"A","timestamp":"2026-01-31T11:00:00Z","text":"{{new string('x', LineFormatter.PartSize)}}"}""";
        fixture.Server.Append(EmulatorFeed.AuditEvents, Encoding.UTF8.GetBytes(large));
        fixture.Server.Append(EmulatorFeed.AuditEvents, "{\"uuid\":\"B\",\"timestamp\":\"2026-01-31T11:00:00Z\"}"u8.ToArray());
        var lines = new LineFormatter(envelope: null, LineFormatter.PartSize);
        var parts = lines.FormatParts(await ReadAsync(fixture), ReadAt).Select(part => Encoding.UTF8.GetString(part.Span)).ToList();
        Assert.That(parts, Is.EqualTo([large + "\n", "{\"uuid\":\"B\",\"timestamp\":\"2026-01-31T11:00:00Z\"}\n"]));
    }

    [Test]
    public async Task Envelope_has_the_source_and_the_read_time_of_an_event()
    {
        await using var fixture = await CliFixture.StartAsync(new EmulatorOptions { EventsPerFeed = 0 });
        fixture.Server.Append(
            EmulatorFeed.AuditEvents,
            "{ \"uuid\":\"A\\u0041\",\n \"timestamp\":\"2026-01-31T11:00:00Z\",\"n\":1.50e+3}"u8.ToArray());
        fixture.Server.Append(EmulatorFeed.AuditEvents, "{\"uuid\":\"B\",\"timestamp\":\"2026-01-31T11:00:00Z\"}"u8.ToArray());
        var lines = new LineFormatter(new Envelope("auditevents", new Envelope.EventSource("acme", "events.1password.eu")));
        Assert.That(Encoding.UTF8.GetString(lines.Format(await ReadAsync(fixture), ReadAt).Span), Is.EqualTo("""
            {"account":"acme","feed":"auditevents","region":"events.1password.eu","read_at":"2026-01-31T00:00:00.0000000Z","event":{ "uuid":"A\u0041", "timestamp":"2026-01-31T11:00:00Z","n":1.50e+3}}
            {"account":"acme","feed":"auditevents","region":"events.1password.eu","read_at":"2026-01-31T00:00:00.0000000Z","event":{"uuid":"B","timestamp":"2026-01-31T11:00:00Z"}}

            """));
    }

    [TestCase("Zürich & Co.")]
    [TestCase("\"},\\\n\u0000\u2028😀")]
    [TestCase(null)]
    public async Task Envelope_preserves_any_account_name(string? account)
    {
        await using var fixture = await CliFixture.StartAsync(new EmulatorOptions { EventsPerFeed = 3 });
        var lines = new LineFormatter(
            new Envelope("auditevents", new Envelope.EventSource(account, "h"))).Format(await ReadAsync(fixture), ReadAt);
        var documents = CliFixture.SplitLines(lines.ToArray()).Select(line => JsonElement.Parse(line)).ToList();
        Assert.That(documents, Has.Exactly(3).Items);
        Assert.That(documents.Select(document => document.GetProperty("account").GetString()), Is.All.EqualTo(account));
        if (account == "Zürich & Co.")
            Assert.That(Encoding.UTF8.GetString(lines.Span), Does.StartWith("{\"account\":\"Zürich & Co.\","));
    }

    private static async Task<List<RawEvent>> ReadAsync(CliFixture fixture)
    {
        using var client = new EventsClient(fixture.Server.Token, new EventsClientOptions { Region = EventsRegion.At(fixture.Server.BaseAddress) });
        var events = new List<RawEvent>();
        await foreach (
            var page in client.AuditEvents.ReadRawAsync(
                EventQuery.Between(CliFixture.Now - TimeSpan.FromDays(100), CliFixture.Now)))
            events.AddRange(page.Items);
        return events;
    }
}
