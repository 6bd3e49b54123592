using System.Text;
using System.Text.Json;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>Each line is the event as the server sent it, bare or in an envelope that says where it is from.</summary>
public sealed class FollowLinesTests
{
    private static readonly DateTimeOffset ReadAt = new(2026, 1, 31, 1, 0, 0, TimeSpan.FromHours(1));

    [Test]
    public async Task Bare_lines_are_the_events()
    {
        await using var stage = await Stage.StartAsync(new EmulatorOptions { EventsPerFeed = 200, Indented = true, UnknownFields = true });
        var lines = new FollowLines(envelope: null);
        var events = await ReadAsync(stage);
        Assert.That(lines.Write(events, ReadAt).ToArray(), Is.Not.Empty.And.EqualTo(stage.Lines(EmulatorFeed.AuditEvents)));
        Assert.That(lines.Write([.. events.Take(1)], ReadAt).ToArray(), Is.EqualTo(events[0].Json.ToArray().Where(b => b is not ((byte)'\r' or (byte)'\n')).Append((byte)'\n')));
        Assert.That(lines.Write([], ReadAt).ToArray(), Is.Empty);
    }

    [Test]
    public async Task An_envelope_says_where_an_event_is_from_and_when_it_was_read()
    {
        await using var stage = await Stage.StartAsync(new EmulatorOptions { EventsPerFeed = 0 });
        stage.Server.Append(EmulatorFeed.AuditEvents, "{ \"uuid\":\"A\\u0041\",\n \"timestamp\":\"2026-01-31T11:00:00Z\",\"n\":1.50e+3}"u8.ToArray());
        stage.Server.Append(EmulatorFeed.AuditEvents, "{\"uuid\":\"B\",\"timestamp\":\"2026-01-31T11:00:00Z\"}"u8.ToArray());
        var lines = new FollowLines(new FollowEnvelope("acme", "auditevents", "events.1password.eu"));
        Assert.That(Encoding.UTF8.GetString(lines.Write(await ReadAsync(stage), ReadAt).Span), Is.EqualTo("""
            {"account":"acme","feed":"auditevents","region":"events.1password.eu","read_at":"2026-01-31T00:00:00.0000000Z","event":{ "uuid":"A\u0041", "timestamp":"2026-01-31T11:00:00Z","n":1.50e+3}}
            {"account":"acme","feed":"auditevents","region":"events.1password.eu","read_at":"2026-01-31T00:00:00.0000000Z","event":{"uuid":"B","timestamp":"2026-01-31T11:00:00Z"}}

            """));
    }

    [TestCase("Zürich & Co.")]
    [TestCase("\"},\\\n\u0000\u2028😀")]
    [TestCase(null)]
    public async Task Any_name_of_an_account_is_kept(string? account)
    {
        await using var stage = await Stage.StartAsync(new EmulatorOptions { EventsPerFeed = 3 });
        var lines = new FollowLines(new FollowEnvelope(account, "auditevents", "h")).Write(await ReadAsync(stage), ReadAt);
        var documents = Stage.SplitLines(lines.ToArray()).Select(line => JsonElement.Parse(line)).ToList();
        Assert.That(documents, Has.Exactly(3).Items);
        Assert.That(documents.Select(document => document.GetProperty("account").GetString()), Is.All.EqualTo(account));
        if (account == "Zürich & Co.")
            Assert.That(Encoding.UTF8.GetString(lines.Span), Does.StartWith("{\"account\":\"Zürich & Co.\","));
    }

    private static async Task<List<RawEvent>> ReadAsync(Stage stage)
    {
        using var client = new EventsClient(stage.Server.Token, new EventsClientOptions { Region = EventsRegion.At(stage.Server.BaseAddress) });
        var events = new List<RawEvent>();
        await foreach (var page in client.AuditEvents.ReadRawAsync(EventQuery.Between(Stage.Now - TimeSpan.FromDays(100), Stage.Now)))
            events.AddRange(page.Events);
        return events;
    }
}
