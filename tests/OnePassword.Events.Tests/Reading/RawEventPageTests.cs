using System.Buffers;
using System.Text;

namespace OnePassword.Events.Tests.Reading;

/// <summary>Events of a raw page are valid until the page is disposed.</summary>
public sealed class RawEventPageTests
{
    private const string Page =
        """{"cursor":"c","has_more":false,"items":[{"uuid":"E1","timestamp":"2024-12-02T11:54:19.710457472Z"},{"uuid":"E2"}]}""";

    [Test]
    public async Task Every_member_of_an_event_throws_once_its_page_is_disposed()
    {
        var page = await ReadAsync();
        var (events, @event, json) = (page.Items, page.Items[0], page.Items[0].Json);
        page.Dispose();

        Assert.That(() => events[0], Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => events.ToList(), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => @event.Json.Span.Length, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => @event.Uuid, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => @event.ToString(), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => @event.Timestamp, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => @event.TryGetTimestamp(out _), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => @event.WriteLine(new ArrayBufferWriter<byte>()), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => json.Span.Length, Throws.InstanceOf<ObjectDisposedException>().With.Message.Contains("The page of these events has been disposed."), "memory that was obtained before");
    }

    [Test]
    public async Task Page_can_be_disposed_twice_and_keeps_its_cursor_and_count()
    {
        var page = await ReadAsync();
        page.Dispose();
        page.Dispose();
        Assert.That((page.Cursor, page.HasMore, page.Items.Count), Is.EqualTo(("c", false, 2)));
    }

    [Test]
    public async Task Page_that_is_not_disposed_stays_valid()
    {
        var server = new StubServer();
        for (var number = 0; number < 5; number++)
            server.Responds($$"""{"cursor":"c{{number}}","has_more":{{(number < 4 ? "true" : "false")}},"items":[{"uuid":"E{{number}}"}]}""");
        using var client = server.Client();
        var pages = await client.ItemUsages.ReadRawAsync().ToListAsync();
        Assert.That(pages.Select(page => page.Items.Single().Uuid), Is.EqualTo(new[] { "E0", "E1", "E2", "E3", "E4" }));
    }

    [Test]
    public void A_server_without_progress_is_detected_even_if_its_pages_are_disposed()
    {
        const string Same = """{"cursor":"c","has_more":true,"items":[{"uuid":"E1"}]}""";
        using var client = Enumerable.Range(0, 4).Aggregate(new StubServer(), (server, _) => server.Responds(Same)).Client();
        Assert.ThrowsAsync<EventsNoProgressException>(async () =>
        {
            await foreach (var page in client.ItemUsages.ReadRawAsync())
                page.Dispose();
        });
    }

    [Test]
    public async Task Body_of_unknown_length_is_read_while_its_buffer_grows()
    {
        var text = new string('x', 3_000_000);
        var body = new Unmeasured(Encoding.UTF8.GetBytes($$"""{"cursor":"c","has_more":false,"items":[{"text":"{{text}}"}]}"""));
        using var client = new StubServer().Responds(System.Net.HttpStatusCode.OK, body).Client();
        using var page = (await client.ItemUsages.ReadRawAsync().ToListAsync()).Single();
        Assert.That(Encoding.UTF8.GetString(page.Items.Single().Json.Span), Is.EqualTo($$"""{"text":"{{text}}"}"""));
    }

    [TestCase("""{"timestamp":"2024-12-02T11:54:19.710457472Z"}""", "2024-12-02T11:54:19.7104574Z")]
    [TestCase("""{"timestamp":"2024-12-02T11:54:19-03:00"}""", "2024-12-02T14:54:19Z")]
    [TestCase("""{"timestamp":"yesterday"}""", null)]
    [TestCase("""{"timestamp":"é"}""", null)]
    [TestCase("""{"timestamp":null}""", null)]
    [TestCase("""{"timestamp":"2024-12-02T11:54:19.0000000000000000000000000000000000000000000000000000000000Z"}""", "2024-12-02T11:54:19Z")]
    [TestCase("""{}""", null)]
    public async Task TryGetTimestamp_returns_the_instant_of_the_timestamp(string json, string? instant)
    {
        using var client = new StubServer().Responds($$"""{"cursor":"c","items":[{{json}}]}""").Client();
        var @event = (await client.ItemUsages.ReadRawAsync().ToListAsync())[0].Items[0];
        Assert.That(@event.TryGetTimestamp(out var found), Is.EqualTo(instant is not null));
        Assert.That(instant is null ? null : new EventTime(found).Text, Is.EqualTo(instant));
        Assert.That(@event.Timestamp?.Value, Is.EqualTo(instant is null ? null : (DateTimeOffset?)found));
    }

    [Test]
    public void Default_event_is_empty()
    {
        RawEvent none = default;
        Assert.That(
            (none.Json.Length, none.Uuid, none.Timestamp, none.TryGetTimestamp(out _)),
            Is.EqualTo((0, (string?)null, (EventTime?)null, false)));
    }

    private static async Task<RawEventPage> ReadAsync()
    {
        using var client = new StubServer().Responds(Page).Client();
        return (await client.ItemUsages.ReadRawAsync().ToListAsync()).Single();
    }

    private sealed class Unmeasured(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
