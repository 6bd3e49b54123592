using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Backfill;

/// <summary>An interrupted parallel read resumes from its position and does not read earlier events again.</summary>
public sealed class ReadPositionTests
{
    private static readonly DateTimeOffset Now = UnlimitedEmulator.Now;
    private static readonly EventQuery Query = EventQuery.Between(Now - EventQuery.Retention, Now, pageSize: 20);

    [Test]
    public async Task Events_before_and_after_every_position_are_all_events(
        [Values] bool endInclusive, [Values] bool trailingEmptyPage)
    {
        var options = new EmulatorOptions { EndInclusive = endInclusive, TrailingEmptyPage = trailingEmptyPage };
        await using var emulator = await StartAsync(options);
        using var client = emulator.CreateClient();
        var all = await client.AuditEvents.ReadRawAsync(Query).ToLinesAsync();

        List<string> before = [];
        var positions = 0;
        await foreach (var page in client.AuditEvents.ReadRawAsync(Query, new ReadOptions()))
        {
            before.AddRange(page.Items.Select(UnlimitedEmulator.ToLine));
            if (page.Position is not { } position)
                continue;
            positions++;
            var stored = new ReadPosition(position.CompleteUntil, position.BoundaryKeys);
            var rest = await ReadFromAsync(client, Query, stored);
            Assert.That(before.Concat(rest), Is.EqualTo(all), $"after {position.CompleteUntil:O}");
        }
        Assert.That(positions, Is.GreaterThan(5));
    }

    [Test]
    public async Task Reading_resumes_from_every_position_if_each_millisecond_has_events([Values] bool endInclusive)
    {
        await using var emulator = await StartAsync(new EmulatorOptions { EventsPerFeed = 0, EndInclusive = endInclusive });
        for (var number = 0; number < 400; number++)
            emulator.AppendAuditEvent(number, $"U{number}", new EventTime(Now.AddHours(-1).AddMicroseconds(500 * number)).Text);
        using var client = emulator.CreateClient();
        var all = await client.AuditEvents.ReadRawAsync(Query).ToLinesAsync();

        List<string> before = [];
        await foreach (var page in client.AuditEvents.ReadRawAsync(Query, new ReadOptions()))
        {
            before.AddRange(page.Items.Select(UnlimitedEmulator.ToLine));
            if (page.Position is { } position)
                Assert.That(before.Concat(await ReadFromAsync(client, Query, position)), Is.EqualTo(all));
        }
    }

    [Test]
    public async Task Resumed_reading_does_not_request_events_before_its_position()
    {
        await using var emulator = await StartAsync(new EmulatorOptions());
        using var client = emulator.CreateClient();
        var pages = await client.AuditEvents.ReadRawAsync(Query, new ReadOptions()).ToListAsync();
        var position = pages.Select(page => page.Position).OfType<ReadPosition>().Skip(4).First();
        var rest = EventQuery.Between(position.CompleteUntil, Now, pageSize: 20);
        var left = (await client.AuditEvents.ReadRawAsync(rest).ToLinesAsync()).Count;
        var asked = emulator.Requests.Count;

        await client.AuditEvents.ReadRawAsync(Query, new ReadOptions { ResumeFrom = position }).ToListAsync();

        Assert.That(
            emulator.Requests.Skip(asked).Sum(request => request.Items),
            Is.InRange(left, left + 40),
            "the first page is read a second time");
    }

    [Test]
    public async Task Typed_reading_resumes_from_a_position()
    {
        await using var emulator = await StartAsync(new EmulatorOptions());
        using var client = emulator.CreateClient();
        var all = await client.SignInAttempts.ReadAsync(Query).ToListAsync();
        var pages = await client.SignInAttempts.ReadAsync(Query, new ReadOptions()).AsPages().ToListAsync();
        var upTo = pages.FindIndex(5, page => page.Position is not null);

        var options = new ReadOptions { ResumeFrom = pages[upTo].Position };
        var rest = await client.SignInAttempts.ReadAsync(Query, options).ToListAsync();

        Assert.That(pages.Take(upTo + 1).SelectMany(page => page.Items).Concat(rest), Is.EqualTo(all));
    }

    [Test]
    public async Task Position_at_the_end_of_the_range_leaves_no_events()
    {
        await using var emulator = await StartAsync(new EmulatorOptions());
        using var client = emulator.CreateClient();
        var last = (await client.AuditEvents.ReadRawAsync(Query, new ReadOptions()).ToListAsync())[^1];
        Assert.That(last.Position!.CompleteUntil, Is.EqualTo(Now));
        Assert.That(await ReadFromAsync(client, Query, last.Position), Is.Empty);
    }

    [Test, Description("Regression: a position just after the start returned what was before the start.")]
    public async Task Position_just_after_the_start_returns_no_event_before_the_start()
    {
        await using var emulator = await StartAsync(new EmulatorOptions { EventsPerFeed = 0 });
        var start = Now.AddHours(-1);
        emulator.AppendAuditEvent(0, "before", new EventTime(start.AddTicks(-3_000)).Text);
        using var client = emulator.CreateClient();
        var query = EventQuery.Between(start, start.AddTicks(5_000), pageSize: 20);
        var last = (await client.AuditEvents.ReadRawAsync(query, new ReadOptions()).ToListAsync())[^1];
        Assert.That(await ReadFromAsync(client, query, last.Position!), Is.Empty);
    }

    [Test]
    public void Position_outside_the_time_range_is_rejected([Values(-121, 1)] int days)
    {
        using var client = new StubServer().Client();
        var options = new ReadOptions { ResumeFrom = new ReadPosition(Now.AddDays(days), []) };
        Assert.That(
            () => client.AuditEvents.ReadRawAsync(Query, options),
            Throws.ArgumentException.With.Message.Contains("ResumeFrom must be"));
    }

    [Test]
    public void Position_without_a_key_is_rejected() =>
        Assert.That(() => new ReadPosition(Now, [null!]), Throws.ArgumentException);

    private static Task<List<string>> ReadFromAsync(EventsClient client, EventQuery query, ReadPosition position) =>
        client.AuditEvents.ReadRawAsync(query, new ReadOptions { ResumeFrom = position }).ToLinesAsync();

    private static Task<EventsEmulator> StartAsync(EmulatorOptions options) => UnlimitedEmulator.StartAsync(
        options.EventsPerFeed == 0 ? options : options with { EventsPerFeed = 600, Span = TimeSpan.FromDays(100) });
}
