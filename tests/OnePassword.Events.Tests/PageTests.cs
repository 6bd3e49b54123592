namespace OnePassword.Events.Tests;

/// <summary>What is made of an answer, typed and raw alike: a page, or an error before any of its items is handed out.</summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed class PageTests(bool raw)
{
    private const string Event = """{"uuid":"E1","timestamp":"2026-01-01T00:00:00.123456789Z"}""";

    [Test]
    public async Task A_page_has_items_a_cursor_and_says_whether_there_is_more()
    {
        var pages = await ReadAsync(new StubServer().Answers($$"""{"cursor":"c1","has_more":false,"items":[{{Event}},{{Event}}]}"""));
        Assert.That(pages, Is.EqualTo(new[] { (2, "c1", false) }));
    }

    [TestCase("""{"cursor":"c1","items":[]}""")]
    [TestCase("""{"cursor":"c1","has_more":null,"items":[]}""")]
    public async Task A_missing_has_more_is_false(string body) =>
        Assert.That(await ReadAsync(new StubServer().Answers(body)), Is.EqualTo(new[] { (0, "c1", false) }));

    [TestCase("""{"cursor":"c1","has_more":false}""")]
    [TestCase("""{"cursor":"c1","has_more":false,"items":null}""")]
    public async Task Missing_or_null_items_are_none(string body) =>
        Assert.That(await ReadAsync(new StubServer().Answers(body)), Is.EqualTo(new[] { (0, "c1", false) }));

    [Test]
    public async Task Order_of_fields_unknown_ones_and_white_space_do_not_matter() =>
        Assert.That(
            await ReadAsync(new StubServer().Answers($"\uFEFF\r\n {{ \"items\" : [ {Event} ] , \"new\":{{\"cursor\":\"no\"}}, \"has_more\":false,\n\"cursor\" : \"c\\u0031\" }} \n")),
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
    public void An_answer_that_is_no_page_is_an_error_and_none_of_it_is_handed_out(string body, string says)
    {
        var handedOut = 0;
        var error = Assert.ThrowsAsync<EventsResponseException>(async () =>
        {
            using var client = new StubServer().Answers(body).Client();
            if (raw)
                await foreach (var page in client.AuditEvents.ReadRawAsync())
                    handedOut += page.Events.Count;
            else
                await foreach (var _ in client.AuditEvents.ReadAsync())
                    handedOut++;
        });
        Assert.That(handedOut, Is.Zero);
        Assert.That(error.Message, Does.StartWith("auditevents at eu: ").And.Contain(says).And.Not.Contain("E1"));
    }

    [Test]
    public async Task An_empty_page_is_not_the_end_while_there_is_more()
    {
        var server = new StubServer()
            .Answers("""{"cursor":"c1","has_more":true,"items":[]}""")
            .Answers($$"""{"cursor":"c2","has_more":false,"items":[{{Event}}]}""");
        Assert.That(await ReadAsync(server), Is.EqualTo(new[] { (0, "c1", true), (1, "c2", false) }));
    }

    [Test]
    public void A_server_that_promises_more_and_stands_still_is_an_error()
    {
        const string Standing = """{"cursor":"c1","has_more":true,"items":[]}""";
        var server = new StubServer().Answers(Standing).Answers(Standing).Answers(Standing).Answers(Standing);
        var error = Assert.ThrowsAsync<EventsNoProgressException>(() => ReadAsync(server));
        Assert.That(server.Requests, Has.Count.EqualTo(4), "the first answer moved to c1, three stood there");
        Assert.That(error.Message, Does.Contain("3 times").And.Contain("auditevents at eu"));
    }

    [Test]
    public async Task A_server_that_stands_still_for_a_moment_is_read_on()
    {
        const string Standing = """{"cursor":"c1","has_more":true,"items":[]}""";
        var server = new StubServer().Answers(Standing).Answers(Standing).Answers(Standing)
            .Answers($$"""{"cursor":"c1","has_more":true,"items":[{{Event}}]}""")
            .Answers(Standing).Answers(Standing)
            .Answers("""{"cursor":"c2","has_more":false,"items":[]}""");
        Assert.That(await ReadAsync(server), Has.Count.EqualTo(7));
    }

    [Test]
    public void A_server_that_sends_the_same_page_again_and_again_is_an_error()
    {
        var server = new StubServer();
        for (var i = 0; i < 6; i++)
            server.Answers($$"""{"cursor":"c1","has_more":true,"items":[{{Event}}]}""");
        Assert.That(() => ReadAsync(server), Throws.InstanceOf<EventsNoProgressException>());
    }

    [Test]
    public async Task A_cursor_that_stays_while_the_events_move_on_is_no_standstill()
    {
        var server = new StubServer();
        for (var i = 0; i < 6; i++)
            server.Answers($$"""{"cursor":"c1","has_more":{{(i < 5 ? "true" : "false")}},"items":[{"uuid":"E{{i}}"}]}""");
        Assert.That(await ReadAsync(server), Has.Count.EqualTo(6));
    }

    [Test]
    public async Task What_is_no_event_is_kept_all_the_same()
    {
        using var client = new StubServer().Answers("""{"cursor":"c","extra":1,"items":[5,{"uuid":"E1"},null]}""").Client();
        if (raw)
        {
            Assert.That((await client.AuditEvents.ReadRawAsync().ToListAsync())[0].Events, Has.Count.EqualTo(3));
            return;
        }
        var page = (await client.AuditEvents.ReadAsync().AsPages().ToListAsync())[0];
        Assert.That(page.Items.Select(item => item.Uuid), Is.EqualTo(new[] { "E1" }));
        Assert.That(page.AdditionalProperties["items"].ToString(Newtonsoft.Json.Formatting.None), Is.EqualTo("[5,null]"));
        Assert.That((int)page.AdditionalProperties["extra"]!, Is.EqualTo(1));
    }

    private async Task<List<(int Count, string Cursor, bool HasMore)>> ReadAsync(StubServer server)
    {
        using var client = server.Client();
        return raw
            ? [.. (await client.AuditEvents.ReadRawAsync().ToListAsync()).Select(page => (page.Events.Count, page.Cursor, page.HasMore))]
            : [.. (await client.AuditEvents.ReadAsync().AsPages().ToListAsync()).Select(page => (page.Items.Count, page.Cursor, page.HasMore))];
    }
}
