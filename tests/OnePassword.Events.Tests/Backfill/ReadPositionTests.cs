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
        var withinWindows = 0;
        await foreach (var page in client.AuditEvents.ReadRawAsync(Query, new ReadOptions()))
        {
            before.AddRange(page.Items.Select(UnlimitedEmulator.ToLine));
            var position = page.Position!;
            withinWindows += position.Window is null ? 0 : 1;
            var rest = await ReadFromAsync(client, Query, Stored(position));
            Assert.That(before.Concat(rest), Is.EqualTo(all), $"after {position.CompleteUntil:O}, page {page.Cursor}");
        }
        Assert.That(withinWindows, Is.GreaterThan(5));
    }

    [Test]
    public async Task Position_without_its_window_returns_the_window_again_from_its_start([Values] bool endInclusive)
    {
        await using var emulator = await StartAsync(new EmulatorOptions { EndInclusive = endInclusive });
        using var client = emulator.CreateClient();
        var all = await client.AuditEvents.ReadRawAsync(Query).ToLinesAsync();

        List<string> before = [];
        var complete = (Until: Query.Start!.Value, Events: 0);
        await foreach (var page in client.AuditEvents.ReadRawAsync(Query, new ReadOptions()))
        {
            var position = page.Position!;
            if (position.CompleteUntil != complete.Until && position.Window is not null)
                complete = (position.CompleteUntil, before.Count); // The page before was the last of its window.
            before.AddRange(page.Items.Select(UnlimitedEmulator.ToLine));
            if (position.Window is null)
                complete = (position.CompleteUntil, before.Count);
            var rest = await ReadFromAsync(client, Query, new ReadPosition(position.CompleteUntil, position.BoundaryKeys));
            Assert.That(before.Take(complete.Events).Concat(rest), Is.EqualTo(all), $"after {position.CompleteUntil:O}");
        }
    }

    [Test]
    public async Task Rejected_cursor_of_a_position_is_reported_as_such()
    {
        await using var emulator = await StartAsync(new EmulatorOptions());
        using var client = emulator.CreateClient();
        var pages = await client.AuditEvents.ReadRawAsync(Query, new ReadOptions()).ToListAsync();
        var position = pages.Select(page => page.Position!).First(position => position.Window is not null);
        var expired = new ReadPosition(
            position.CompleteUntil, position.BoundaryKeys, new ReadWindow(position.Window!.End, "expired", []));

        var error = Assert.ThrowsAsync<EventsApiException>(() => ReadFromAsync(client, Query, expired));

        Assert.That(error.Reason, Is.EqualTo(EventsFailure.CursorRejected));
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
            Assert.That(before.Concat(await ReadFromAsync(client, Query, Stored(page.Position!))), Is.EqualTo(all));
        }
    }

    [Test]
    public async Task Resumed_reading_does_not_request_events_before_its_position([Values(0, 4, 9, 20)] int index)
    {
        await using var emulator = await StartAsync(new EmulatorOptions());
        using var client = emulator.CreateClient();
        var pages = await client.AuditEvents.ReadRawAsync(Query, new ReadOptions()).ToListAsync();
        var left = pages.Skip(index + 1).Sum(page => page.Items.Count);
        var asked = emulator.Requests.Count;

        await client.AuditEvents.ReadRawAsync(Query, new ReadOptions { ResumeFrom = pages[index].Position }).ToListAsync();

        Assert.That(
            emulator.Requests.Skip(asked).Sum(request => request.Items),
            Is.InRange(left, left + 40),
            "the first page after the window is read a second time");
    }

    [Test]
    public async Task Typed_reading_resumes_from_a_position()
    {
        await using var emulator = await StartAsync(new EmulatorOptions());
        using var client = emulator.CreateClient();
        var all = await client.SignInAttempts.ReadAsync(Query).ToListAsync();
        var pages = await client.SignInAttempts.ReadAsync(Query, new ReadOptions()).AsPages().ToListAsync();

        var options = new ReadOptions { ResumeFrom = pages[5].Position };
        var rest = await client.SignInAttempts.ReadAsync(Query, options).ToListAsync();

        Assert.That(pages.Take(6).SelectMany(page => page.Items).Concat(rest), Is.EqualTo(all));
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
    public void Window_outside_the_time_range_is_rejected()
    {
        using var client = new StubServer().Client();
        var options = new ReadOptions { ResumeFrom = new ReadPosition(Now.AddDays(-1), [], new ReadWindow(Now.AddDays(1), "c", [])) };
        Assert.That(
            () => client.AuditEvents.ReadRawAsync(Query, options),
            Throws.ArgumentException.With.Message.Contains("ResumeFrom must be"));
    }

    [Test]
    public void Invalid_parts_of_a_position_are_rejected()
    {
        Assert.That(() => new ReadPosition(Now, [null!]), Throws.ArgumentException);
        Assert.That(() => new ReadPosition(Now, null!), Throws.ArgumentNullException);
        Assert.That(() => new ReadWindow(Now, "c", [null!]), Throws.ArgumentException);
        Assert.That(() => new ReadWindow(Now, "", []), Throws.ArgumentException);
        Assert.That(() => new ReadPosition(Now, [], new ReadWindow(Now, "c", [])), Throws.ArgumentException);
    }

    // A position as a program stores it: only its values.
    private static ReadPosition Stored(ReadPosition position) => new(
        position.CompleteUntil, position.BoundaryKeys,
        position.Window is { } window ? new ReadWindow(window.End, window.Cursor, window.BoundaryKeys) : null);

    private static Task<List<string>> ReadFromAsync(EventsClient client, EventQuery query, ReadPosition position) =>
        client.AuditEvents.ReadRawAsync(query, new ReadOptions { ResumeFrom = position }).ToLinesAsync();

    private static Task<EventsEmulator> StartAsync(EmulatorOptions options) => UnlimitedEmulator.StartAsync(
        options.EventsPerFeed == 0 ? options : options with { EventsPerFeed = 600, Span = TimeSpan.FromDays(100) });
}
