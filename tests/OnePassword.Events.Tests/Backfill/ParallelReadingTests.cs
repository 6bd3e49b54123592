using System.Globalization;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Backfill;

/// <summary>A parallel reading returns the same events as a sequential one, in the same order.</summary>
public sealed class ParallelReadingTests
{
    private static readonly DateTimeOffset Now = UnlimitedEmulator.Now;
    private static readonly EventQuery All = EventQuery.Between(Now - EventQuery.Retention, Now);

    private static readonly ReadOptions[] Variants =
        [new(), new() { MaxBufferedPages = 2 }, new() { Parallelism = 1 }, new() { Parallelism = 64, MaxBufferedPages = 7 }];

    [Test]
    public async Task Parallel_reading_returns_the_same_bytes_as_a_sequential_one(
        [Values(0, 1, 999, 1_000, 1_001, 25_000)] int events, [Values(1, 120)] int days, [Values] bool endInclusive)
    {
        for (var variant = 0; variant < Variants.Length; variant++)
        {
            await using var emulator = await UnlimitedEmulator.StartAsync(new EmulatorOptions
            {
                EventsPerFeed = events,
                Span = TimeSpan.FromDays(days),
                EndInclusive = endInclusive,
                TrailingEmptyPage = variant == 1,
                Seed = variant + events,
            });
            using var client = emulator.CreateClient();
            IEventFeed first = variant % 2 == 0 ? client.AuditEvents : client.V1.ItemUsages;
            foreach (var feed in (IEventFeed[])[first, .. events < 25_000 ? client.Feeds : []])
                await AssertSameAsync(feed, All, Variants[variant]);
        }
    }

    [Test]
    public async Task Parallel_reading_returns_the_same_bytes_at_any_page_size_if_events_fill_a_part_of_the_range(
        [Values(7, 50, 333)] int pageSize, [Values(0, 1, 2, 3)] int variant, [Values(1, 2, 3)] int seed)
    {
        var history = new EmulatorOptions { EventsPerFeed = 3_000, Span = TimeSpan.FromDays(40), Seed = seed, UnknownFields = true };
        await using var emulator = await UnlimitedEmulator.StartAsync(history);
        using var client = emulator.CreateClient();
        await AssertSameAsync(
            client.AuditEvents, EventQuery.Between(Now - EventQuery.Retention, Now.AddDays(-17), pageSize), Variants[variant]);
        await AssertSameAsync(
            client.SignInAttempts, EventQuery.Between(Now.AddDays(-30), Now.AddYears(100), pageSize), Variants[variant]);
    }

    // Windows end at whole milliseconds: here each of them has events, exactly at it and one nanosecond away.
    [Test]
    public async Task Events_with_equal_and_adjacent_times_at_boundaries_are_returned_once(
        [Values] bool endInclusive, [Range(1, 8)] int seed)
    {
        var empty = new EmulatorOptions { EventsPerFeed = 0, EndInclusive = endInclusive };
        await using var emulator = await UnlimitedEmulator.StartAsync(empty);
        var random = new Random(seed);
        long[] steps = [0, 0, 0, 1, 99, 100, 999_900, 999_999, 1_000_000, 2_000_000, 50_000_000];
        var nanoseconds = 0L;
        for (var number = 0; number < 2_000; number++)
        {
            nanoseconds += steps[random.Next(steps.Length)] * (random.Next(200) == 0 ? 100_000 : 1);
            if (random.Next(3) == 0)
                nanoseconds += (1_000_000 - (nanoseconds % 1_000_000)) % 1_000_000;
            Append(emulator, number, nanoseconds);
        }
        using var client = emulator.CreateClient();
        foreach (var variant in Variants)
            await AssertSameAsync(
                client.AuditEvents, EventQuery.Between(Now.AddDays(-100), Now, pageSize: 10 + random.Next(30)), variant);
    }

    // The first page is sparse; a later one shows how dense the day is.
    [Test]
    public async Task Window_that_turns_out_to_be_dense_is_split_without_losing_events(
        [Values] bool endInclusive, [Values(1, 5, 9)] int sparsePages)
    {
        var empty = new EmulatorOptions { EventsPerFeed = 0, EndInclusive = endInclusive };
        await using var emulator = await UnlimitedEmulator.StartAsync(empty);
        var (number, day) = (0, 86_400 * 1_000_000_000L);
        for (; number < sparsePages * 10; number++)
            Append(emulator, number, number * day / sparsePages / 10 * (sparsePages < 5 ? 40 : 5));
        for (; number < 3_000; number++)
            Append(emulator, number, (45 * day) + (number * 777_777L));
        using var client = emulator.CreateClient();
        foreach (var variant in Variants)
            await AssertSameAsync(
                client.AuditEvents, EventQuery.Between(Now.AddDays(-55), Now.AddDays(10), pageSize: 10), variant);
    }

    [Test]
    public async Task Events_without_a_uuid_are_returned_once([Values] bool endInclusive)
    {
        var empty = new EmulatorOptions { EventsPerFeed = 0, EndInclusive = endInclusive };
        await using var emulator = await UnlimitedEmulator.StartAsync(empty);
        for (var number = 0; number < 1_000; number++)
            Append(emulator, number, number * 500_000L, uuid: "");
        using var client = emulator.CreateClient();
        var query = EventQuery.Between(Now.AddDays(-100), Now, pageSize: 20);
        await AssertSameAsync(client.AuditEvents, query, Variants[0]);

        var pages = await client.AuditEvents.ReadAsync(query, Variants[0]).AsPages().ToListAsync();
        Assert.That(pages.Sum(page => page.Items.Count), Is.EqualTo(1_000));
        var upTo = pages.FindIndex(5, page => page.Position is not null);
        var rest = await client.AuditEvents.ReadAsync(query, new ReadOptions { ResumeFrom = pages[upTo].Position }).ToListAsync();
        Assert.That(pages.Take(upTo + 1).Sum(page => page.Items.Count) + rest.Count, Is.EqualTo(1_000));
    }

    [Test]
    public async Task Late_events_are_returned_once([Values] bool endInclusive, [Values(0, 1, 3)] int variant)
    {
        var history = new EmulatorOptions
        {
            EventsPerFeed = 5_000,
            Span = TimeSpan.FromDays(9),
            LateShare = 0.3,
            EndInclusive = endInclusive,
        };
        await using var emulator = await UnlimitedEmulator.StartAsync(history);
        using var client = emulator.CreateClient();
        var query = EventQuery.Between(Now - EventQuery.Retention, Now, pageSize: 30);
        var sequential = await client.ItemUsages.ReadRawAsync(query).ToLinesAsync();
        Assert.That(
            await client.ItemUsages.ReadRawAsync(query, Variants[variant]).ToLinesAsync(),
            Has.Count.EqualTo(5_000).And.EquivalentTo(sequential));
    }

    [Test]
    public async Task Parallel_reading_returns_the_same_typed_events_as_a_sequential_one_in_both_versions()
    {
        var history = new EmulatorOptions { UnknownFields = true, EventsPerFeed = 3_000 };
        await using var emulator = await UnlimitedEmulator.StartAsync(history);
        using var client = emulator.CreateClient();
        var query = EventQuery.Between(Now - EventQuery.Retention, Now, pageSize: 100);
        Assert.That(
            await client.AuditEvents.ReadAsync(query, new ReadOptions()).ToListAsync(),
            Is.EqualTo(await client.AuditEvents.ReadAsync(query).ToListAsync()));
        Assert.That(
            await client.V1.SignInAttempts.ReadAsync(query, new ReadOptions()).ToListAsync(),
            Is.EqualTo(await client.V1.SignInAttempts.ReadAsync(query).ToListAsync()));
    }

    [Test]
    public async Task Pages_contain_increasing_positions_and_only_the_last_page_has_no_more()
    {
        await using var emulator = await UnlimitedEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 3_000 });
        using var client = emulator.CreateClient();
        var query = EventQuery.Between(Now.AddDays(-2), Now, pageSize: 50);
        var pages = await client.AuditEvents.ReadAsync(query, new ReadOptions()).AsPages().ToListAsync();
        Assert.That(pages.SkipLast(1).Select(page => page.HasMore), Is.All.True);
        Assert.That((pages[^1].HasMore, pages[^1].Position?.CompleteUntil), Is.EqualTo((false, (DateTimeOffset?)Now)));
        Assert.That(
            pages.Select(page => page.Position?.CompleteUntil).OfType<DateTimeOffset>().ToList(),
            Is.Ordered.And.Unique.And.Count.GreaterThan(5));

        DateTimeOffset bound = default;
        foreach (var page in pages)
        {
            Assert.That(page.Items.Select(@event => @event.Timestamp!.Value.Value), Is.All.GreaterThanOrEqualTo(bound));
            bound = page.Position?.CompleteUntil ?? bound;
        }
    }

    [Test]
    public async Task Range_of_one_page_costs_one_request([Values(0, 1_000)] int events)
    {
        await using var emulator = await UnlimitedEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = events });
        using var client = emulator.CreateClient();
        var pages = await client.AuditEvents.ReadRawAsync(All, new ReadOptions()).ToListAsync();
        Assert.That(pages.Select(page => page.Items.Count), Is.EqualTo(new[] { events }));
        Assert.That(emulator.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Each_enumeration_restarts_a_parallel_reading()
    {
        await using var emulator = await UnlimitedEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 200 });
        using var client = emulator.CreateClient();
        var pages = client.AuditEvents.ReadRawAsync(EventQuery.Between(Now.AddDays(-2), Now, pageSize: 10), new ReadOptions());
        Assert.That(emulator.Requests, Is.Empty, "no request before the first enumeration");
        var (first, second) = (await pages.ToLinesAsync(), await pages.ToLinesAsync());
        Assert.That(second, Is.EqualTo(first).And.Count.EqualTo(200));
    }

    [Test]
    public void Parallel_reading_rejects_a_query_without_an_end_and_options_out_of_range()
    {
        using var client = new StubServer().Client();
        foreach (var query in (EventQuery[])[EventQuery.All, EventQuery.Since(Now), EventQuery.After("cursor")])
        {
            Assert.That(
                () => client.AuditEvents.ReadRawAsync(query, new ReadOptions()),
                Throws.ArgumentException.With.Message.Contains("EventQuery.Between"));
            Assert.That(() => client.AuditEvents.ReadAsync(query, new ReadOptions()), Throws.ArgumentException);
        }
        ReadOptions[] invalid =
            [new() { Parallelism = 0 }, new() { Parallelism = 65 }, new() { MaxBufferedPages = 1 }, new() { MaxBufferedPages = 1_025 }];
        foreach (var options in invalid)
        {
            Assert.That(
                () => client.AuditEvents.ReadRawAsync(All, options), Throws.ArgumentException.With.Message.Contains(" must be "));
        }
    }

    private static async Task AssertSameAsync(IEventFeed feed, EventQuery query, ReadOptions variant)
    {
        var sequential = await feed.ReadRawAsync(query).ToLinesAsync();
        var parallel = await feed.ReadRawAsync(query, variant).ToLinesAsync();
        Assert.That(
            parallel.SequenceEqual(sequential, StringComparer.Ordinal),
            Is.True,
            $"{parallel.Count} events in parallel, {sequential.Count} in sequence");
    }

    private static void Append(EventsEmulator emulator, int number, long nanoseconds, string? uuid = null)
    {
        var (seconds, fraction) = long.DivRem(nanoseconds, 1_000_000_000);
        var second = Now.AddDays(-50).AddSeconds(seconds);
        var time = string.Create(CultureInfo.InvariantCulture, $"{second:yyyy-MM-dd'T'HH:mm:ss}.{fraction:000000000}Z");
        emulator.AppendAuditEvent(number, uuid ?? $"U{number}", time);
    }
}
