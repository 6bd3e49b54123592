namespace OnePassword.Events.Tests.Reading;

/// <summary>A response is a page, or an error before any of its events is returned; typed and raw readings agree.</summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed class PageTests(bool raw)
{
    private const string Event = """{"uuid":"E1","timestamp":"2026-01-01T00:00:00.123456789Z"}""";

    [Test]
    public async Task Page_contains_events_a_cursor_and_whether_there_are_more()
    {
        var pages = await ReadAsync(new StubServer().Responds($$"""{"cursor":"c1","has_more":false,"items":[{{Event}},{{Event}}]}"""));
        Assert.That(pages, Is.EqualTo(new[] { (2, "c1", false) }));
    }

    [TestCase("""{"cursor":"c1","items":[]}""")]
    [TestCase("""{"cursor":"c1","has_more":null,"items":[]}""")]
    public async Task Missing_has_more_is_false(string body) =>
        Assert.That(await ReadAsync(new StubServer().Responds(body)), Is.EqualTo(new[] { (0, "c1", false) }));

    [TestCase("""{"cursor":"c1","has_more":false}""")]
    [TestCase("""{"cursor":"c1","has_more":false,"items":null}""")]
    public async Task Missing_or_null_items_are_an_empty_page(string body) =>
        Assert.That(await ReadAsync(new StubServer().Responds(body)), Is.EqualTo(new[] { (0, "c1", false) }));

    [Test]
    public async Task Field_order_unknown_fields_and_white_space_do_not_matter() =>
        Assert.That(
            await ReadAsync(new StubServer().Responds($"\uFEFF\r\n {{ \"items\" : [ {Event} ] , \"new\":{{\"cursor\":\"no\"}}, \"has_more\":false,\n\"cursor\" : \"c\\u0031\" }} \n")),
            Is.EqualTo(new[] { (1, "c1", false) }));

    [TestCase("""{"has_more":true,"items":[{"uuid":"E1"}]}""", "cursor")]
    [TestCase("""{"cursor":null,"has_more":true,"items":[{"uuid":"E1"}]}""", "cursor")]
    [TestCase("""{"cursor":"","has_more":true,"items":[{"uuid":"E1"}]}""", "cursor")]
    [TestCase("""{"cursor":7,"has_more":true,"items":[{"uuid":"E1"}]}""", "cursor")]
    [TestCase("""{"cursor":{"cursor":"c1"},"has_more":true,"items":[{"uuid":"E1"}]}""", "cursor")]
    [TestCase("""{}""", "cursor")]
    [TestCase("""{"cursor":"c1","has_more":"yes","items":[{"uuid":"E1"}]}""", "has_more")]
    [TestCase("""{"cursor":"c1","has_more":true,"items":{"uuid":"E1"}}""", "items")]
    [TestCase("""{"cursor":"c1","has_more":true,"items":"none"}""", "items")]
    [TestCase("""[]""", "")]
    [TestCase("""null""", "")]
    [TestCase("""7""", "")]
    [TestCase("", "")]
    [TestCase("<html>Service unavailable</html>", "JSON")]
    [TestCase("""{"cursor":"c1","has_more":false,"items":[{"uuid":"E1"}""", "JSON")]
    [TestCase("""{"cursor":"c1","has_more":false,"items":[]} {}""", "JSON")]
    public void Response_that_is_not_a_page_is_rejected_before_an_event_is_returned(string body, string says)
    {
        var returned = 0;
        var error = Assert.ThrowsAsync<EventsResponseException>(async () =>
        {
            using var client = new StubServer().Responds(body).Client();
            if (raw)
                await foreach (var page in client.AuditEvents.ReadRawAsync())
                    returned += page.Items.Count;
            else
                await foreach (var _ in client.AuditEvents.ReadAsync())
                    returned++;
        });
        Assert.That(returned, Is.Zero);
        Assert.That(error.Message, Does.StartWith("auditevents at eu: ").And.Contain(says).And.Not.Contain("E1"));
    }

    [Test]
    public async Task Empty_page_does_not_end_the_reading_while_there_are_more()
    {
        var server = new StubServer()
            .Responds("""{"cursor":"c1","has_more":true,"items":[]}""")
            .Responds($$"""{"cursor":"c2","has_more":false,"items":[{{Event}}]}""");
        Assert.That(await ReadAsync(server), Is.EqualTo(new[] { (0, "c1", true), (1, "c2", false) }));
    }

    [Test]
    public void Reading_fails_after_three_empty_pages_with_the_same_cursor()
    {
        const string Stalled = """{"cursor":"c1","has_more":true,"items":[]}""";
        var server = new StubServer().Responds(Stalled).Responds(Stalled).Responds(Stalled).Responds(Stalled);
        var error = Assert.ThrowsAsync<EventsNoProgressException>(() => ReadAsync(server));
        Assert.That(server.Requests, Has.Count.EqualTo(4), "the first page moved to c1; three stalled there");
        Assert.That(error.Message, Does.Contain("3 times").And.Contain("auditevents at eu"));
    }

    [Test]
    public async Task Reading_continues_after_two_empty_pages_with_the_same_cursor()
    {
        const string Stalled = """{"cursor":"c1","has_more":true,"items":[]}""";
        var server = new StubServer().Responds(Stalled).Responds(Stalled).Responds(Stalled)
            .Responds($$"""{"cursor":"c1","has_more":true,"items":[{{Event}}]}""")
            .Responds(Stalled).Responds(Stalled)
            .Responds("""{"cursor":"c2","has_more":false,"items":[]}""");
        Assert.That(await ReadAsync(server), Has.Count.EqualTo(7));
    }

    [Test]
    public void Reading_fails_if_the_server_repeats_a_page()
    {
        var server = new StubServer();
        for (var i = 0; i < 6; i++)
            server.Responds($$"""{"cursor":"c1","has_more":true,"items":[{{Event}}]}""");
        Assert.That(() => ReadAsync(server), Throws.InstanceOf<EventsNoProgressException>());
    }

    [Test]
    public async Task Same_cursor_with_new_events_is_progress()
    {
        var server = new StubServer();
        for (var i = 0; i < 6; i++)
            server.Responds($$"""{"cursor":"c1","has_more":{{(i < 5 ? "true" : "false")}},"items":[{"uuid":"E{{i}}"}]}""");
        Assert.That(await ReadAsync(server), Has.Count.EqualTo(6));
    }

    [Test]
    public async Task Elements_that_are_not_events_are_kept()
    {
        using var client = new StubServer().Responds("""{"cursor":"c","extra":1,"items":[5,{"uuid":"E1"},null]}""").Client();
        if (raw)
        {
            Assert.That((await client.AuditEvents.ReadRawAsync().ToListAsync())[0].Items, Has.Count.EqualTo(3));
            return;
        }
        var page = (await client.AuditEvents.ReadAsync().AsPages().ToListAsync())[0];
        Assert.That(page.Items.Select(item => item.Uuid), Is.EqualTo(new[] { "E1" }));
        Assert.That(page.AdditionalProperties["items"].GetRawText(), Is.EqualTo("[5,null]"));
        Assert.That(page.AdditionalProperties["extra"].GetInt32(), Is.EqualTo(1));
    }

    private async Task<List<(int Count, string Cursor, bool HasMore)>> ReadAsync(StubServer server)
    {
        using var client = server.Client();
        return raw
            ? [.. (await client.AuditEvents.ReadRawAsync().ToListAsync()).Select(page => (page.Items.Count, page.Cursor, page.HasMore))]
            : [.. (await client.AuditEvents.ReadAsync().AsPages().ToListAsync()).Select(page => (page.Items.Count, page.Cursor, page.HasMore))];
    }
}
