using System.Text;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Reading;

/// <summary>Sequential readings of the emulator.</summary>
public sealed class SequentialReadingTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private static readonly TestCaseData[] Feeds =
    [
        new((EventsClient client) => client.AuditEvents, EmulatorFeed.AuditEvents, EmulatorApi.V2),
        new((EventsClient client) => client.ItemUsages, EmulatorFeed.ItemUsages, EmulatorApi.V2),
        new((EventsClient client) => client.SignInAttempts, EmulatorFeed.SignInAttempts, EmulatorApi.V2),
        new((EventsClient client) => client.V1.AuditEvents, EmulatorFeed.AuditEvents, EmulatorApi.V1),
        new((EventsClient client) => client.V1.ItemUsages, EmulatorFeed.ItemUsages, EmulatorApi.V1),
        new((EventsClient client) => client.V1.SignInAttempts, EmulatorFeed.SignInAttempts, EmulatorApi.V1),
    ];

    [TestCaseSource(nameof(Feeds))]
    public async Task A_raw_read_returns_the_bytes_of_every_event(
        Func<EventsClient, IEventFeed> feed, EmulatorFeed name, EmulatorApi api)
    {
        await using var emulator = await StartAsync(new EmulatorOptions { UnknownFields = true });
        using var client = Client(emulator);
        var pages = await feed(client).ReadRawAsync(EventQuery.Since(Now - EventQuery.Retention, pageSize: 300)).ToListAsync();

        Assert.That(pages.Select(page => page.Items.Count), Is.EqualTo(new[] { 300, 300, 300, 100 }));
        Assert.That(
            pages.SelectMany(page => page.Items).Select(@event => Encoding.UTF8.GetString(@event.Json.Span)),
            Is.EqualTo(emulator.ReadAll(name, api).Select(json => Encoding.UTF8.GetString(json.Span))));
    }

    [Test]
    public async Task Typed_reading_returns_every_event_once_and_in_order_in_both_versions()
    {
        await using var emulator = await StartAsync(new EmulatorOptions { UnknownFields = true });
        using var client = Client(emulator);
        await AssertAllAsync(client.AuditEvents.ReadAsync(), @event => @event.Uuid, @event => @event.Timestamp);
        await AssertAllAsync(client.ItemUsages.ReadAsync(), @event => @event.Uuid, @event => @event.Timestamp);
        await AssertAllAsync(client.SignInAttempts.ReadAsync(), @event => @event.Uuid, @event => @event.Timestamp);
        await AssertAllAsync(client.V1.AuditEvents.ReadAsync(), @event => @event.Uuid, @event => @event.Timestamp);
        await AssertAllAsync(client.V1.ItemUsages.ReadAsync(), @event => @event.Uuid, @event => @event.Timestamp);
        await AssertAllAsync(client.V1.SignInAttempts.ReadAsync(), @event => @event.Uuid, @event => @event.Timestamp);

        static async Task AssertAllAsync<T>(IAsyncEnumerable<T> events, Func<T, string?> uuid, Func<T, EventTime?> time)
        {
            var read = await events.ToListAsync();
            Assert.That(read, Has.Count.EqualTo(1000));
            Assert.That(read.Select(uuid), Is.Unique.And.All.Not.Null);
            Assert.That(read.Select(time), Is.Ordered.And.All.Not.Null);
        }
    }

    [Test]
    public async Task Reading_continues_from_the_cursor_of_any_page()
    {
        await using var emulator = await StartAsync(new EmulatorOptions());
        using var client = Client(emulator);
        var pages = await client.ItemUsages.ReadAsync(EventQuery.Since(Now.AddDays(-2), pageSize: 400)).AsPages().ToListAsync();
        var rest = await client.ItemUsages.ReadAsync(EventQuery.After(pages[0].Cursor)).ToListAsync();
        Assert.That(rest, Is.EqualTo(pages.Skip(1).SelectMany(page => page.Items)));
    }

    [Test]
    public async Task Cursor_of_the_last_page_returns_newer_events()
    {
        await using var emulator = await StartAsync(new EmulatorOptions());
        using var client = Client(emulator);
        var last = (await client.AuditEvents.ReadAsync().AsPages().ToListAsync())[^1];
        Assert.That(await client.AuditEvents.ReadAsync(EventQuery.After(last.Cursor)).ToListAsync(), Is.Empty);

        emulator.Append(EmulatorFeed.AuditEvents, """{"uuid":"LATE","timestamp":"2026-01-30T13:00:00Z"}"""u8.ToArray());
        var since = await client.AuditEvents.ReadAsync(EventQuery.After(last.Cursor)).ToListAsync();
        Assert.That(since.Select(@event => @event.Uuid), Is.EqualTo(new[] { "LATE" }));
    }

    [Test]
    public async Task Reading_between_two_times_returns_the_events_between_them()
    {
        await using var emulator = await StartAsync(new EmulatorOptions());
        using var client = Client(emulator);
        var (start, end) = (Now.AddHours(-6), Now.AddHours(-3));
        var all = await client.SignInAttempts.ReadAsync().ToListAsync();
        var window = await client.SignInAttempts.ReadAsync(EventQuery.Between(start, end)).ToListAsync();
        Assert.That(window, Has.Count.InRange(50, 300));
        Assert.That(
            window,
            Is.EqualTo(all.Where(@event => @event.Timestamp!.Value.Value >= start && @event.Timestamp.Value.Value < end)));
    }

    [Test]
    public async Task Each_enumeration_reads_again()
    {
        await using var emulator = await StartAsync(new EmulatorOptions());
        using var client = Client(emulator);
        var events = client.AuditEvents.ReadAsync();
        Assert.That(emulator.Requests, Is.Empty, "no request before the first enumeration");
        var (first, second) = (await events.ToListAsync(), await events.ToListAsync());
        Assert.That(second, Is.EqualTo(first));
        Assert.That(emulator.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Leaving_the_enumeration_ends_the_reading()
    {
        await using var emulator = await StartAsync(new EmulatorOptions());
        using var client = Client(emulator);
        await foreach (var _ in client.AuditEvents.ReadAsync(EventQuery.Since(Now.AddDays(-2), pageSize: 10)))
            break;
        Assert.That(emulator.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Cancellation_ends_a_reading_during_a_request([Values] bool asArgument)
    {
        await using var emulator = await StartAsync(new EmulatorOptions());
        emulator.Inject(new Fault { Feed = EmulatorFeed.AuditEvents, After = 1, Mode = FaultMode.Stall });
        using var client = Client(emulator);
        using var cancellation = new CancellationTokenSource();
        var query = EventQuery.Since(Now.AddDays(-2), pageSize: 10);
        var events = asArgument ? client.AuditEvents.ReadAsync(query, cancellation.Token) : client.AuditEvents.ReadAsync(query);

        var read = 0;
        Assert.That(
            async () =>
            {
                await foreach (var _ in events.WithCancellation(asArgument ? CancellationToken.None : cancellation.Token))
                {
                    if (++read == 10)
                        cancellation.CancelAfter(TimeSpan.FromMilliseconds(50));
                }
            },
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(read, Is.EqualTo(10));
    }

    [Test]
    public async Task Introspection_returns_the_features_of_the_token_in_both_versions()
    {
        await using var emulator = await StartAsync(new EmulatorOptions { Features = [EmulatorFeed.ItemUsages] });
        using var client = Client(emulator);
        Assert.That((await client.IntrospectAsync()).Features, Is.EqualTo(new[] { FeedNames.ItemUsages }));
        Assert.That((await client.V1.IntrospectAsync()).Features, Is.EqualTo(new[] { FeedNames.ItemUsages }));
    }

    [Test]
    public async Task Feed_without_a_feature_of_the_token_is_rejected()
    {
        await using var emulator = await StartAsync(new EmulatorOptions { Features = [EmulatorFeed.ItemUsages] });
        using var client = Client(emulator);
        var error = Assert.ThrowsAsync<EventsApiException>(async () => await client.AuditEvents.ReadAsync().ToListAsync());
        Assert.That(error.Message, Does.Contain("401 \"Unauthorized\"").And.Contain("issued without auditevents"));
    }

    [Test]
    public async Task Token_of_the_emulator_does_not_name_a_region_but_its_audience_in_the_error()
    {
        await using var emulator = await StartAsync(new EmulatorOptions());
        Assert.That(
            () => new EventsClient(emulator.Token),
            Throws.ArgumentException.With.Message.Contains(emulator.BaseAddress.Authority));
    }

    [Test]
    public async Task Client_reads_all_feeds_concurrently()
    {
        await using var emulator = await StartAsync(new EmulatorOptions { Quota = Quota.Off });
        using var client = Client(emulator);
        var counts = await Task.WhenAll(client.Feeds.Concat(client.V1.Feeds).Select(
            async feed => (await feed.ReadRawAsync(EventQuery.Since(Now.AddDays(-2), pageSize: 50)).ToListAsync()).Sum(page => page.Items.Count)));
        Assert.That(counts, Is.EqualTo(Enumerable.Repeat(1000, 6)));
    }

    [Test]
    public async Task Indented_response_is_read()
    {
        await using var emulator = await StartAsync(new EmulatorOptions { Indented = true, TrailingEmptyPage = true });
        using var client = Client(emulator);
        Assert.That(
            await client.AuditEvents.ReadAsync(EventQuery.Since(Now.AddDays(-2), pageSize: 500)).ToListAsync(),
            Has.Count.EqualTo(1000));
    }

    private static Task<EventsEmulator> StartAsync(EmulatorOptions options) =>
        EventsEmulator.StartAsync(options with { Now = Now });

    private static EventsClient Client(EventsEmulator emulator) => new(
        emulator.Token, new EventsClientOptions { Region = EventsRegion.At(emulator.BaseAddress), TimeProvider = new FakeTimeProvider(Now) });
}
