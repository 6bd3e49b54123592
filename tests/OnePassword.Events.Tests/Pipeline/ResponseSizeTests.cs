using System.IO.Compression;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Pipeline;

/// <summary>A page is bounded in bytes, as they are after decompression.</summary>
public sealed class ResponseSizeTests
{
    [Test]
    public async Task A_page_beyond_the_bound_is_requested_in_halves_until_it_fits()
    {
        await using var rig = await EmulatorFixture.StartAsync(options => options.MaxResponseBytes = 10_000);
        Assert.That(await rig.ReadAuditEventsAsync(), Is.EqualTo(rig.All()));
        Assert.That(rig.Emulator.Requests.Max(request => request.Items), Is.EqualTo(50), "the first page was too large");
        Assert.That(rig.Emulator.Requests.Skip(3).Select(request => request.Items), Is.All.LessThanOrEqualTo(12));
    }

    [Test]
    public async Task Windows_that_are_read_in_parallel_use_the_page_size_that_fits()
    {
        await using var rig = await EmulatorFixture.StartAsync(options => options.MaxResponseBytes = 10_000);
        var all = rig.All().Count;
        var end = TimeProvider.System.GetUtcNow().AddDays(1);
        var pages = await rig.Client.AuditEvents.ReadRawAsync(EventQuery.Between(end.AddDays(-3), end, 50), new ReadOptions()).ToListAsync();
        Assert.That(pages.Sum(page => page.Events.Count), Is.EqualTo(all));
    }

    [Test]
    public async Task A_follower_whose_cursor_brings_pages_beyond_the_bound_ends_or_restarts_with_smaller_ones([Values] CursorRejectedAction policy)
    {
        await using var rig = await EmulatorFixture.StartAsync(options => options.MaxResponseBytes = 10_000);
        var (store, read) = (new MemoryCheckpointStore(), new List<string?>());
        var options = new FollowOptions { Start = EmulatorFixture.Query, StopWhenCaughtUp = true, OnCursorRejected = policy };
        using (var unbounded = new EventsClient(rig.Emulator.Token, EmulatorFixture.Options(rig.Emulator.BaseAddress, new IsolatedClock())))
        {
            await foreach (var page in unbounded.AuditEvents.FollowRawAsync(store, options))
            {
                read.AddRange(page.Items.Select(item => item.Uuid));
                await page.CommitAsync();
                break;
            }
        }

        var rest = rig.Client.AuditEvents.FollowRawAsync(
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
    public async Task Following_that_may_restart_ends_at_a_single_event_beyond_the_bound()
    {
        await using var rig = await EmulatorFixture.StartAsync(options => options.MaxResponseBytes = 50_000);
        var options = new FollowOptions { Start = EmulatorFixture.Query, StopWhenCaughtUp = true, OnCursorRejected = CursorRejectedAction.Restart, Overlap = TimeSpan.Zero };
        var store = new MemoryCheckpointStore();
        await rig.Client.AuditEvents.FollowRawAsync(store, (_, _) => Task.CompletedTask, options);
        var time = rig.Client.Clock.GetUtcNow().UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        rig.Emulator.Append(EmulatorFeed.AuditEvents, System.Text.Encoding.UTF8.GetBytes($$"""{"uuid":"LARGE","timestamp":"{{time}}","padding":"{{new string('x', 60_000)}}"}"""));

        var error = Assert.ThrowsAsync<EventsResponseException>(() => rig.Client.AuditEvents.FollowRawAsync(store, (_, _) => Task.CompletedTask, options));

        Assert.That(error.Reason, Is.EqualTo(EventsFailure.TooLarge));
    }

    [Test]
    public async Task A_single_event_beyond_the_bound_is_a_failure_that_names_the_option()
    {
        await using var server = Compressed(padding: 10_000);
        using var client = Client(server, maxBytes: 1_024);
        var error = Assert.ThrowsAsync<EventsResponseException>(async () => await client.AuditEvents.ReadAsync().ToListAsync());
        Assert.That(error, Has.Property("Reason").EqualTo(EventsFailure.TooLarge));
        Assert.That(error.Message, Does.StartWith($"auditevents at {server.Authority}").And.Contain("1,024 bytes").And.Contain("MaxResponseBytes"));
    }

    [Test]
    public async Task A_compressed_page_is_read()
    {
        await using var server = Compressed(padding: 100_000);
        using var client = Client(server, maxBytes: 200_000);
        Assert.That(await client.AuditEvents.ReadAsync().ToListAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_page_that_is_small_on_the_wire_and_large_when_decompressed_is_refused()
    {
        await using var server = Compressed(padding: 10_000_000);
        using var client = Client(server, maxBytes: 200_000);
        var error = Assert.ThrowsAsync<EventsResponseException>(async () => await client.AuditEvents.ReadAsync().ToListAsync());
        Assert.That(error.Reason, Is.EqualTo(EventsFailure.TooLarge));
    }

    [TestCase(0, true)]
    [TestCase(1, false)]
    public async Task The_bound_itself_is_allowed_and_one_more_byte_is_not(int beyond, bool allowed)
    {
        const int Bound = 2048;
        var page = """{"cursor":"c1","has_more":false,"items":[]}""".PadRight(Bound + beyond);
        await using var server = new RawServer(_ => Task.FromResult(RawServer.Answer(System.Text.Encoding.ASCII.GetBytes(page))));
        using var client = Client(server, Bound);
        await Assert.ThatAsync(
            () => client.AuditEvents.ReadAsync().ToListAsync(), allowed ? Throws.Nothing : Throws.InstanceOf<EventsResponseException>());
    }

    [Test]
    public async Task A_page_that_is_announced_beyond_the_bound_is_refused_before_it_comes()
    {
        await using var server = new RawServer(_ => Task.FromResult("HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n{"u8.ToArray()));
        using var client = Client(server, maxBytes: 2048);
        var error = Assert.ThrowsAsync<EventsResponseException>(async () => await client.AuditEvents.ReadAsync().ToListAsync());
        Assert.That(error.Reason, Is.EqualTo(EventsFailure.TooLarge));
    }

    [Test]
    public async Task What_is_announced_is_not_made_room_for_before_it_arrives()
    {
        using var stream = new Asking();
        using var response = new HttpResponseMessage { Content = new StreamContent(stream) { Headers = { ContentLength = 60 * 1024 * 1024 } } };
        await OnePassword.Events.Pipeline.Transport.ResponseBodyReader.ReadAsync(response, 64 * 1024 * 1024, CancellationToken.None);
        Assert.That(stream.Largest, Is.InRange(1, 2 * 1024 * 1024));
    }

    private sealed class Asking : MemoryStream
    {
        private int _given;

        /// <summary>The most that was asked for at a time.</summary>
        public int Largest { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Largest = Math.Max(Largest, buffer.Length);
            "{}"u8.CopyTo(buffer.Span);
            return ValueTask.FromResult(_given++ == 0 ? 2 : 0);
        }
    }

    private static EventsClient Client(RawServer server, int maxBytes) => new(
        "t0ken-for-size", EmulatorFixture.Options(new Uri($"http://{server.Authority}"), new IsolatedClock(), options => options.MaxResponseBytes = maxBytes));

    private static RawServer Compressed(int padding) => new(request =>
    {
        Assert.That(request, Does.Contain("Accept-Encoding: ").And.Contain("gzip"));
        using var body = new MemoryStream();
        using (var gzip = new GZipStream(body, CompressionLevel.Fastest))
        using (var text = new StreamWriter(gzip))
            text.Write($$"""{"cursor":"c1","has_more":false,"items":[{"uuid":"E1"}],"new":"{{new string('x', padding)}}"}""");
        return Task.FromResult(RawServer.Answer(body.ToArray(), "Content-Type: application/json\r\nContent-Encoding: gzip\r\n"));
    });
}
