using System.Text;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Output;

/// <summary>Each line is one event in the selected format.</summary>
[Category("InProcess")]
public sealed class LineFormatterTests
{
    private static readonly EventOrigin Origin = new() { Account = "acme", Feed = FeedNames.AuditEvents, ReadAt = CliFixture.Now };

    [Test]
    public async Task Bare_lines_are_the_bytes_of_the_events()
    {
        await using var fixture = await CliFixture.StartAsync(
            new EmulatorOptions { EventsPerFeed = 200, Indented = true, UnknownFields = true });
        var lines = new LineFormatter(EventFormat.Raw);
        var events = await ReadAsync(fixture);
        Assert.That(lines.Format(events, Origin).ToArray(), Is.Not.Empty.And.EqualTo(fixture.Lines(EmulatorFeed.AuditEvents)));
        Assert.That(
            lines.Format([.. events.Take(1)], Origin).ToArray(),
            Is.EqualTo(events[0].Json.ToArray().Where(b => b is not ((byte)'\r' or (byte)'\n')).Append((byte)'\n')));
        Assert.That(lines.Format([], Origin).ToArray(), Is.Empty);
    }

    [TestCase("raw")]
    [TestCase("envelope")]
    [TestCase("ecs")]
    [TestCase("ocsf")]
    public async Task Parts_are_short_and_contain_the_lines_of_the_page(string name)
    {
        await using var fixture = await CliFixture.StartAsync(new EmulatorOptions { EventsPerFeed = 500 });
        Assert.That(EventFormat.TryParse(name, out var format), Is.True);
        var lines = new LineFormatter(format!);
        var events = await ReadAsync(fixture);
        var page = lines.Format(events, Origin).ToArray();
        var parts = lines.FormatParts(events, Origin).Select(part => part.ToArray()).ToList();
        Assert.That(parts, Has.Count.GreaterThan(1));
        Assert.That(parts.SelectMany(part => part), Is.EqualTo(page));
        Assert.That(parts.Select(part => part.Length), Is.All.LessThanOrEqualTo(LineFormatter.PartSize + (name is "raw" or "envelope" ? 0 : 1_000)));
        Assert.That(parts.Select(part => part[^1]), Is.All.EqualTo((byte)'\n'));
    }

    [Test]
    public async Task Event_that_is_larger_than_a_part_is_a_part_of_its_own()
    {
        await using var fixture = await CliFixture.StartAsync(new EmulatorOptions { EventsPerFeed = 0 });
        var large = $$"""{"uuid":"A","timestamp":"2026-01-31T11:00:00Z","text":"{{new string('x', LineFormatter.PartSize)}}"}""";
        fixture.Server.Append(EmulatorFeed.AuditEvents, Encoding.UTF8.GetBytes(large));
        fixture.Server.Append(EmulatorFeed.AuditEvents, "{\"uuid\":\"B\",\"timestamp\":\"2026-01-31T11:00:00Z\"}"u8.ToArray());
        var lines = new LineFormatter(EventFormat.Raw, LineFormatter.PartSize);
        var parts = lines.FormatParts(await ReadAsync(fixture), Origin).Select(part => Encoding.UTF8.GetString(part.Span)).ToList();
        Assert.That(parts, Is.EqualTo([large + "\n", "{\"uuid\":\"B\",\"timestamp\":\"2026-01-31T11:00:00Z\"}\n"]));
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
