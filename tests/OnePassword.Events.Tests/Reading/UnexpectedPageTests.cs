using System.Net;
using System.Text;

namespace OnePassword.Events.Tests.Reading;

/// <summary>Typed and raw readings treat pages that JSON allows, but the API does not document, in the same way.</summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed class UnexpectedPageTests(bool raw)
{
    [TestCase("""{"cursor":"c","items":[{"uuid":"E1"},{"uuid":"E2"}],"has_more":false,"items":[{"uuid":"E3"}]}""", "E1 E2 E3")]
    [TestCase("""{"items":[{"uuid":"E1"}],"items":[],"cursor":"c","items":[{"uuid":"E2"}]}""", "E1 E2")]
    [TestCase("""{"cursor":"c","items":[{"uuid":"E1"}],"items":null}""", "E1")]
    [TestCase("""{"cursor":"c","items":null,"items":[{"uuid":"E1"}]}""", "E1")]
    public async Task Events_of_all_lists_are_returned_if_a_page_has_several(string body, string uuids) =>
        Assert.That(string.Join(' ', await UuidsAsync(Encoding.UTF8.GetBytes(body))), Is.EqualTo(uuids));

    [TestCase("""{"cursor":"c","items":[{"uuid":"E1"}],"items":7}""", "items")]
    [TestCase("""{"cursor":"c","items":{},"items":[{"uuid":"E1"}]}""", "items")]
    [TestCase("""{"cursor":"c","items":[],"has_more":true,"has_more":"no"}""", "has_more")]
    [TestCase("""{"cursor":"c","items":[],"has_more":"no","has_more":true}""", "has_more")]
    public void Second_value_of_an_invalid_type_is_rejected(string body, string says) =>
        Assert.That(
            () => UuidsAsync(Encoding.UTF8.GetBytes(body)),
            Throws.TypeOf<EventsResponseException>().With.Message.Contains(says).And.Property("Reason").EqualTo(EventsFailure.UnexpectedResponse));

    [Test]
    public async Task Has_more_of_null_is_ignored()
    {
        var server = new StubServer().Responds("""{"cursor":"1","items":[],"has_more":true,"has_more":null}""").Responds("""{"cursor":"2","items":[{"uuid":"E1"}]}""");
        Assert.That(await UuidsAsync(server), Is.EqualTo(new[] { "E1" }));
    }

    [TestCase("A\xFF")]
    [TestCase("\xC3")]
    [TestCase("""A\ud800""")]
    public void Cursor_with_invalid_Unicode_is_rejected_before_an_event_is_returned(string cursor) =>
        Assert.That(
            () => UuidsAsync(Encoding.Latin1.GetBytes($$"""{"cursor":"{{cursor}}","has_more":true,"items":[{"uuid":"E1"}]}""")),
            Throws.TypeOf<EventsResponseException>().With.Message.Contains("cursor is not valid Unicode").And.Property("Reason").EqualTo(EventsFailure.UnexpectedResponse));

    [TestCase("null", "2", 1)]
    [TestCase("null", "1", 0)]
    [TestCase("[]", "2", 0)]
    public async Task Page_without_items_is_empty_and_counted_if_its_cursor_moved(string items, string cursor, int counted)
    {
        using var recorder = new TelemetryRecorder();
        var server = new StubServer()
            .Responds("""{"cursor":"1","has_more":true,"items":[]}""")
            .Responds($$"""{"cursor":"{{cursor}}","has_more":true,"items":{{items}}}""")
            .Responds("""{"cursor":"3","has_more":false,"items":[{"uuid":"E1"}]}""");

        Assert.That(await UuidsAsync(server), Is.EqualTo(new[] { "E1" }));
        Assert.That(recorder.Sum("onepassword.events.pages.without_items"), Is.EqualTo(counted));
        Assert.That(server.Requests[^1].Body, Is.EqualTo($$"""{"cursor":"{{cursor}}"}"""));
    }

    private Task<List<string?>> UuidsAsync(byte[] body) =>
        UuidsAsync(new StubServer().Responds(HttpStatusCode.OK, new MemoryStream(body)));

    private async Task<List<string?>> UuidsAsync(StubServer server)
    {
        using var client = server.Client();
        return raw
            ? [.. (await client.AuditEvents.ReadRawAsync().ToListAsync()).SelectMany(page => page.Items).Select(@event => @event.Uuid)]
            : [.. (await client.AuditEvents.ReadAsync().ToListAsync()).Select(@event => @event.Uuid)];
    }
}
