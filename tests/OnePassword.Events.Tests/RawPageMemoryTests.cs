using System.Buffers;
using System.Text;

namespace OnePassword.Events.Tests;

/// <summary>How long the events of a raw page live, and what happens to who uses them longer.</summary>
public sealed class RawPageMemoryTests
{
    private const string Page = """{"cursor":"c","has_more":false,"items":[{"uuid":"E1","timestamp":"2024-12-02T11:54:19.710457472Z"},{"uuid":"E2"}]}""";

    [Test]
    public async Task An_event_of_a_page_that_was_disposed_throws_whatever_is_asked_of_it()
    {
        var page = await ReadAsync();
        var (events, @event, json) = (page.Events, page.Events[0], page.Events[0].Json);
        page.Dispose();

        Assert.That(() => events[0], Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => events.ToList(), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => @event.Json.Span.Length, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => @event.Uuid, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => @event.Timestamp, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => @event.TryGetTimestamp(out _), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => @event.WriteLine(new ArrayBufferWriter<byte>()), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => json.Span.Length, Throws.InstanceOf<ObjectDisposedException>().With.Message.Contains("The page that these events are of has been disposed."), "memory that was taken out before");
    }

    [Test]
    public async Task Disposing_twice_is_disposing_once_and_what_is_no_event_stays()
    {
        var page = await ReadAsync();
        page.Dispose();
        page.Dispose();
        Assert.That((page.Cursor, page.HasMore, page.Events.Count), Is.EqualTo(("c", false, 2)));
    }

    [Test]
    public async Task A_page_that_nobody_disposes_stays_as_it_is()
    {
        var server = new StubServer();
        for (var number = 0; number < 5; number++)
            server.Answers($$"""{"cursor":"c{{number}}","has_more":{{(number < 4 ? "true" : "false")}},"items":[{"uuid":"E{{number}}"}]}""");
        using var client = server.Client();
        var pages = await client.ItemUsages.ReadRawAsync().ToListAsync();
        Assert.That(pages.Select(page => page.Events.Single().Uuid), Is.EqualTo(new[] { "E0", "E1", "E2", "E3", "E4" }));
    }

    // Its answers are compared with each other after their pages were disposed.
    [Test]
    public void A_server_that_stands_still_is_seen_though_its_pages_are_gone()
    {
        const string Same = """{"cursor":"c","has_more":true,"items":[{"uuid":"E1"}]}""";
        using var client = Enumerable.Range(0, 4).Aggregate(new StubServer(), (server, _) => server.Answers(Same)).Client();
        Assert.ThrowsAsync<EventsNoProgressException>(async () =>
        {
            await foreach (var page in client.ItemUsages.ReadRawAsync())
                page.Dispose();
        });
    }

    [Test]
    public async Task A_body_of_unknown_length_is_read_however_often_it_outgrows_its_memory()
    {
        var text = new string('x', 3_000_000);
        var body = new Unmeasured(Encoding.UTF8.GetBytes($$"""{"cursor":"c","has_more":false,"items":[{"text":"{{text}}"}]}"""));
        using var client = new StubServer().Answers(System.Net.HttpStatusCode.OK, body).Client();
        using var page = (await client.ItemUsages.ReadRawAsync().ToListAsync()).Single();
        Assert.That(Encoding.UTF8.GetString(page.Events.Single().Json.Span), Is.EqualTo($$"""{"text":"{{text}}"}"""));
    }

    [TestCase("""{"timestamp":"2024-12-02T11:54:19.710457472Z"}""", "2024-12-02T11:54:19.7104574Z")]
    [TestCase("""{"timestamp":"2024-12-02T11:54:19-03:00"}""", "2024-12-02T14:54:19Z")]
    [TestCase("""{"timestamp":"yesterday"}""", null)]
    [TestCase("""{"timestamp":"é"}""", null)]
    [TestCase("""{"timestamp":null}""", null)]
    [TestCase("""{"timestamp":"2024-12-02T11:54:19.0000000000000000000000000000000000000000000000000000000000Z"}""", "2024-12-02T11:54:19Z")]
    [TestCase("""{}""", null)]
    public async Task The_moment_is_that_of_the_time(string json, string? moment)
    {
        using var client = new StubServer().Answers($$"""{"cursor":"c","items":[{{json}}]}""").Client();
        var @event = (await client.ItemUsages.ReadRawAsync().ToListAsync())[0].Events[0];
        Assert.That(@event.TryGetTimestamp(out var found), Is.EqualTo(moment is not null));
        Assert.That(moment is null ? null : new EventTime(found).Text, Is.EqualTo(moment));
        Assert.That(@event.Timestamp?.Value, Is.EqualTo(moment is null ? null : (DateTimeOffset?)found));
    }

    [Test]
    public void The_event_of_no_page_is_empty()
    {
        RawEvent none = default;
        Assert.That((none.Json.Length, none.Uuid, none.Timestamp, none.TryGetTimestamp(out _)), Is.EqualTo((0, (string?)null, (EventTime?)null, false)));
    }

    private static async Task<RawEventPage> ReadAsync()
    {
        using var client = new StubServer().Answers(Page).Client();
        return (await client.ItemUsages.ReadRawAsync().ToListAsync()).Single();
    }

    private sealed class Unmeasured(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
