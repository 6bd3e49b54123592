using System.IO.Compression;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Pipeline;

/// <summary>The size limit of a response, which applies after decompression.</summary>
public sealed class ResponseSizeTests
{
    [Test]
    public async Task A_page_above_the_limit_is_requested_in_halves_until_it_fits()
    {
        await using var fixture = await EmulatorFixture.StartAsync(options => options.MaxResponseBytes = 10_000);
        Assert.That(await fixture.ReadAuditEventsAsync(), Is.EqualTo(fixture.All()));
        Assert.That(fixture.Emulator.Requests.Max(request => request.Items), Is.EqualTo(50), "the first page was too large");
        Assert.That(fixture.Emulator.Requests.Skip(3).Select(request => request.Items), Is.All.LessThanOrEqualTo(12));
    }

    [Test]
    public async Task A_parallel_read_uses_the_page_size_that_fits()
    {
        await using var fixture = await EmulatorFixture.StartAsync(options => options.MaxResponseBytes = 10_000);
        var all = fixture.All().Count;
        var end = TimeProvider.System.GetUtcNow().AddDays(1);
        var pages = await fixture.Client.AuditEvents.ReadRawAsync(EventQuery.Between(end.AddDays(-3), end, 50), new ReadOptions()).ToListAsync();
        Assert.That(pages.Sum(page => page.Items.Count), Is.EqualTo(all));
    }

    [Test]
    public async Task A_follower_whose_pages_exceed_the_limit_stops_or_restarts_with_smaller_pages(
        [Values] CursorRejectedAction policy)
    {
        await using var fixture = await EmulatorFixture.StartAsync(options => options.MaxResponseBytes = 10_000);
        var (store, read) = (new MemoryCheckpointStore(), new List<string?>());
        var options = new FollowOptions { Start = EmulatorFixture.Query, StopWhenCaughtUp = true, OnCursorRejected = policy };
        using (var unbounded = new EventsClient(fixture.Emulator.Token, EmulatorFixture.Options(fixture.Emulator.BaseAddress)))
        {
            await foreach (var page in unbounded.AuditEvents.FollowRawAsync(store, options))
            {
                read.AddRange(page.Items.Select(item => item.Uuid));
                await page.CommitAsync();
                break;
            }
        }

        var rest = fixture.Client.AuditEvents.FollowRawAsync(
            store,
            (page, _) =>
            {
                read.AddRange(page.Items.Select(item => item.Uuid));
                return Task.CompletedTask;
            },
            options);

        if (policy == CursorRejectedAction.Fail)
            Assert.That(Assert.ThrowsAsync<EventsResponseException>(() => rest).Reason, Is.EqualTo(EventsFailure.TooLarge));
        else
            await rest;
        Assert.That(read, Is.Unique.And.Count.EqualTo(policy == CursorRejectedAction.Fail ? 50 : 200));
    }

    [Test]
    public async Task A_follower_that_may_restart_stops_at_a_single_event_above_the_limit()
    {
        await using var fixture = await EmulatorFixture.StartAsync(options => options.MaxResponseBytes = 50_000);
        var options = new FollowOptions { Start = EmulatorFixture.Query, StopWhenCaughtUp = true, OnCursorRejected = CursorRejectedAction.Restart, Overlap = TimeSpan.Zero };
        var store = new MemoryCheckpointStore();
        await fixture.Client.AuditEvents.FollowRawAsync(store, (_, _) => Task.CompletedTask, options);
        var time = fixture.Client.Clock.GetUtcNow().UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        fixture.Emulator.Append(
            EmulatorFeed.AuditEvents,
            System.Text.Encoding.UTF8.GetBytes(
                $$"""{"uuid":"LARGE","timestamp":"{{time}}","padding":"{{new string('x', 60_000)}}"}"""));

        var error = Assert.ThrowsAsync<EventsResponseException>(
            () => fixture.Client.AuditEvents.FollowRawAsync(store, (_, _) => Task.CompletedTask, options));

        Assert.That(error.Reason, Is.EqualTo(EventsFailure.TooLarge));
    }

    [Test]
    public async Task A_single_event_above_the_limit_throws_and_names_the_option()
    {
        await using var server = Compressed(padding: 10_000);
        using var client = Client(server, maxBytes: 1_024);
        var error = Assert.ThrowsAsync<EventsResponseException>(async () => await client.AuditEvents.ReadAsync().ToListAsync());
        Assert.That(error, Has.Property("Reason").EqualTo(EventsFailure.TooLarge));
        Assert.That(
            error.Message,
            Does.StartWith($"auditevents at {server.Authority}").And.Contain("1,024 bytes").And.Contain("MaxResponseBytes"));
    }

    [Test]
    public async Task A_compressed_page_is_decompressed()
    {
        await using var server = Compressed(padding: 100_000);
        using var client = Client(server, maxBytes: 200_000);
        Assert.That(await client.AuditEvents.ReadAsync().ToListAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_page_that_exceeds_the_limit_after_decompression_is_rejected()
    {
        await using var server = Compressed(padding: 10_000_000);
        using var client = Client(server, maxBytes: 200_000);
        var error = Assert.ThrowsAsync<EventsResponseException>(async () => await client.AuditEvents.ReadAsync().ToListAsync());
        Assert.That(error.Reason, Is.EqualTo(EventsFailure.TooLarge));
    }

    [TestCase(0, true)]
    [TestCase(1, false)]
    public async Task A_response_of_exactly_the_limit_is_accepted_and_one_more_byte_is_not(int beyond, bool allowed)
    {
        const int Bound = 2048;
        var page = """{"cursor":"c1","has_more":false,"items":[]}""".PadRight(Bound + beyond);
        await using var server = new RawServer(_ => Task.FromResult(RawServer.Response(System.Text.Encoding.ASCII.GetBytes(page))));
        using var client = Client(server, Bound);
        await Assert.ThatAsync(
            () => client.AuditEvents.ReadAsync().ToListAsync(), allowed ? Throws.Nothing : Throws.InstanceOf<EventsResponseException>());
    }

    [Test]
    public async Task A_page_whose_Content_Length_exceeds_the_limit_is_rejected_before_it_arrives()
    {
        await using var server = new RawServer(
            _ => Task.FromResult("HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n{"u8.ToArray()));
        using var client = Client(server, maxBytes: 2048);
        var error = Assert.ThrowsAsync<EventsResponseException>(async () => await client.AuditEvents.ReadAsync().ToListAsync());
        Assert.That(error.Reason, Is.EqualTo(EventsFailure.TooLarge));
    }

    [Test]
    public async Task A_large_Content_Length_does_not_allocate_memory_before_bytes_arrive()
    {
        using var stream = new Asking();
        using var response = new HttpResponseMessage { Content = new StreamContent(stream) { Headers = { ContentLength = 60 * 1024 * 1024 } } };
        await OnePassword.Events.Pipeline.Transport.ResponseBodyReader.ReadAsync(
            response, 64 * 1024 * 1024, CancellationToken.None);
        Assert.That(stream.Largest, Is.InRange(1, 2 * 1024 * 1024));
    }

    private sealed class Asking : MemoryStream
    {
        private int _given;

        /// <summary>The largest buffer of a read.</summary>
        public int Largest { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Largest = Math.Max(Largest, buffer.Length);
            "{}"u8.CopyTo(buffer.Span);
            return ValueTask.FromResult(_given++ == 0 ? 2 : 0);
        }
    }

    private static EventsClient Client(RawServer server, int maxBytes) => new(
        "t0ken-for-size", EmulatorFixture.Options(
            new Uri($"http://{server.Authority}"), configure: options => options.MaxResponseBytes = maxBytes));

    private static RawServer Compressed(int padding) => new(request =>
    {
        Assert.That(request, Does.Contain("Accept-Encoding: ").And.Contain("gzip"));
        using var body = new MemoryStream();
        using (var gzip = new GZipStream(body, CompressionLevel.Fastest))
        using (var text = new StreamWriter(gzip))
            text.Write($$"""{"cursor":"c1","has_more":false,"items":[{"uuid":"E1"}],"new":"{{new string('x', padding)}}"}""");
        return Task.FromResult(RawServer.Response(body.ToArray(), "Content-Type: application/json\r\nContent-Encoding: gzip\r\n"));
    });
}
