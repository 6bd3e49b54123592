using System.Net;
using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests.Control;

public sealed class ControlBodyTests
{
    [Test]
    public async Task POST_events_appends_events_byte_for_byte()
    {
        await using var api = await Api.StartAsync(new() { EventsPerFeed = 2 });
        var last = await api.PageAsync(Api.Usages, Api.Everything);
        string[] events =
        [
            """{ "uuid":"A" ,"timestamp":"2026-03-14T09:26:53Z"}""",
            """{"timestamp":"2026-03-14T10:26:53+01:00","x":"[{\"é","uuid":"B"}""",
        ];

        Assert.That(
            await api.ControlAsync("events", $$"""{"events" : [{{events[0]}} , {{events[1]}}], "feed":"itemusages"}"""),
            Is.EqualTo((200, """{"appended":2}""")));

        Assert.That((await api.NextAsync(Api.Usages, last)).Raw, Is.EqualTo(events));
    }

    [TestCase("""{"feed":"auditevents","events":[{"uuid":"A","timestamp":"2026-03-14T09:26:53Z"},{"uuid":"B"}]}""", "Event 2")]
    [TestCase("""{"feed":"auditevents","events":[{"timestamp":"2026-03-14T09:26:53Z"}]}""", "Event 1 has no 'uuid'")]
    [TestCase("""{"feed":"auditevents","events":[1]}""", "Event 1 is not a JSON object")]
    [TestCase("""{"feed":"nothing","events":[]}""", "feed")]
    [TestCase("""{"feed":"auditevents"}""", "events")]
    [TestCase("""{"feed":"auditevents","evnts":[]}""", "evnts")]
    [TestCase("[]", "not a JSON object")]
    [TestCase("{", "")]
    public async Task POST_events_with_an_invalid_event_appends_none_and_returns_the_reason(string body, string reason)
    {
        await using var api = await Api.StartAsync(new() { EventsPerFeed = 0 });

        var (status, response) = await api.ControlAsync("events", body);

        Assert.That(status, Is.EqualTo(400));
        Assert.That(Api.ErrorOf(response), Does.Contain(reason));
        Assert.That(api.Emulator.ReadAll(EmulatorFeed.AuditEvents, EmulatorApi.V2), Is.Empty);
    }

    [Test]
    public async Task DELETE_faults_removes_queued_faults()
    {
        await using var api = await Api.StartAsync();
        await api.ControlAsync("faults", """{"status":500,"times":3}""");
        using var first = await api.PostAsync(Api.Audit, "{}");
        Assert.That((int)first.StatusCode, Is.EqualTo(500));

        using var deleted = await api.Http.DeleteAsync(new Uri("__emulator/faults", UriKind.Relative));
        Assert.That(deleted.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));

        using var second = await api.PostAsync(Api.Audit, "{}");
        Assert.That((int)second.StatusCode, Is.EqualTo(200));
    }

    [Test]
    public async Task POST_faults_queues_one_fault_or_an_array()
    {
        await using var api = await Api.StartAsync();
        const string One = """
            {"feed":"auditevents","api":"v2","status":429,"retryAfter":7,"body":{"a":[1, 2]},"headers":{"X-A":"b"}}
            """;
        const string Many = """
            [{"mode":"emptyBody","times":2,"after":1,"delay":0.5},{"feed":"introspect","status":500,"contentType":"x/y"}]
            """;

        Assert.That(await api.ControlAsync("faults", One), Is.EqualTo((200, """{"queued":1}""")));
        Assert.That(await api.ControlAsync("faults", Many), Is.EqualTo((200, """{"queued":2}""")));

        using var first = await api.PostAsync(Api.Audit, "{}");
        Assert.That(((int)first.StatusCode, await first.Content.ReadAsStringAsync()), Is.EqualTo((429, """{"a":[1, 2]}""")));
        Assert.That((first.Headers.RetryAfter?.ToString(), first.Headers.GetValues("X-A").Single()), Is.EqualTo(("7", "b")));
        Assert.That(await api.TextAsync(Api.Audit, "{}"), Is.Not.Empty, "The fault skips one request.");
        Assert.That(await api.TextAsync(Api.Audit, "{}"), Is.Empty);
        Assert.That(await api.TextAsync(Api.Audit, "{}"), Is.Empty);
        Assert.That(await api.TextAsync(Api.Audit, "{}"), Is.Not.Empty, "The fault applies twice.");
        using var introspection = await api.Http.GetAsync(new Uri("api/auth/introspect", UriKind.Relative));
        Assert.That(introspection.Content.Headers.ContentType?.ToString(), Is.EqualTo("x/y"));
    }

    [TestCase("""{"mode":"explode"}""", "mode 'explode'")]
    [TestCase("""{"mode":"1"}""", "mode '1'")]
    [TestCase("""{"mod":"truncate"}""", "'mod'")]
    [TestCase("""{"feed":"x"}""", "feed 'x'")]
    [TestCase("""{"api":"v3"}""", "api 'v3'")]
    [TestCase("""{"status":1000}""", "'status'")]
    [TestCase("""{"delay":-1}""", "delay")]
    [TestCase("""[{"status":500},null]""", "null")]
    [TestCase("""[{"status":500},{"times":0}]""", "'times'")]
    [TestCase("""{"status":"x"}""", "$.status")]
    [TestCase("""[{"status":500},5]""", "$[1]")]
    [TestCase("""{"status":500,"status":501}""", "$.status")]
    [TestCase("5", "neither")]
    [TestCase("{", "malformed")]
    [TestCase("""{"mode":"\ud800"}""", "malformed")]
    [TestCase("", "")]
    public async Task POST_faults_with_an_invalid_fault_queues_none_and_returns_the_reason(string body, string reason)
    {
        await using var api = await Api.StartAsync();

        var (status, response) = await api.ControlAsync("faults", body);

        Assert.That(status, Is.EqualTo(400));
        Assert.That(Api.ErrorOf(response), Does.Contain(reason).And.Not.Contain("(Parameter").And.Not.Contain("System."));
        Assert.That(await api.StatusAsync(Api.Audit, "{}"), Is.EqualTo(HttpStatusCode.OK));
    }
}
