using System.Text;
using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests.Events;

public sealed class AppendedEventsTests
{
    [Test]
    public async Task An_appended_event_is_on_the_next_page_of_an_idle_reader()
    {
        await using var api = await Api.StartAsync(new() { EventsPerFeed = 10 });
        var idle = (await api.DrainAsync(Api.Audit))[^1];
        api.Append(EmulatorFeed.AuditEvents, "NEW", Api.Now);
        api.Append(EmulatorFeed.ItemUsages, "ELSEWHERE", Api.Now);

        var next = await api.NextAsync(Api.Audit, idle);

        Assert.That(next.Uuids, Is.EqualTo(new[] { "NEW" }));
        Assert.That(next.HasMore, Is.False);
        Assert.That((await api.NextAsync(Api.Audit, next)).Items, Is.Empty);
    }

    [Test]
    public async Task A_late_appended_event_reaches_a_reader_by_cursor_but_not_a_reader_of_a_later_time_range()
    {
        await using var api = await Api.StartAsync();
        var (from, until) = (Api.Now - TimeSpan.FromHours(3), Api.Now - TimeSpan.FromHours(2));
        var range = $$"""{"limit":1000,"start_time":"{{Api.Iso(until)}}"}""";
        var idle = (await api.DrainAsync(Api.Usages))[^1];
        var before = (await api.DrainAsync(Api.Usages, range)).SelectMany(page => page.Uuids).ToList();

        api.Append(EmulatorFeed.ItemUsages, "LATE", from);

        Assert.That((await api.NextAsync(Api.Usages, idle)).Uuids, Is.EqualTo(new[] { "LATE" }));
        Assert.That((await api.DrainAsync(Api.Usages, range)).SelectMany(page => page.Uuids), Is.EqualTo(before));
    }

    [Test]
    public async Task Appended_events_follow_the_generated_events_of_a_time_range()
    {
        await using var api = await Api.StartAsync();
        var (from, until) = (Api.Now - TimeSpan.FromHours(3), Api.Now - TimeSpan.FromHours(2));
        var body = $$"""{"limit":10,"start_time":"{{Api.Iso(from)}}","end_time":"{{Api.Iso(until)}}"}""";
        var before = (await api.DrainAsync(Api.Audit, body)).SelectMany(page => page.Uuids).ToList();

        api.Append(EmulatorFeed.AuditEvents, "INSIDE", from);
        api.Append(EmulatorFeed.AuditEvents, "OUTSIDE", until);
        api.Append(EmulatorFeed.AuditEvents, "INSIDE TOO", until - TimeSpan.FromTicks(1));

        var after = (await api.DrainAsync(Api.Audit, body)).SelectMany(page => page.Uuids);
        Assert.That(after, Is.EqualTo(before.Concat(["INSIDE", "INSIDE TOO"])));
    }

    [Test]
    public async Task Both_versions_serve_an_appended_event_byte_for_byte([Values("v1", "v2")] string version)
    {
        await using var api = await Api.StartAsync(new() { EventsPerFeed = 0, Indented = true });
        const string Json = """{ "timestamp" : "2026-03-14T09:26:53.1Z",  "uuid":"\u0041", "x":[1.0 , 1e400, "\ud83d é"] }""";
        api.Emulator.Append(EmulatorFeed.SignInAttempts, Encoding.UTF8.GetBytes(Json));

        var page = await api.PageAsync($"api/{version}/signinattempts", Api.Everything);

        Assert.That(page.Raw, Is.EqualTo(new[] { Json }));
    }

    [Test]
    public async Task Appended_events_keep_their_order_of_arrival_across_pages()
    {
        await using var api = await Api.StartAsync(new() { EventsPerFeed = 3 });
        var uuids = Enumerable.Range(0, 50).Select(number => $"E{number}").ToList();
        foreach (var uuid in uuids)
            api.Append(EmulatorFeed.AuditEvents, uuid, Api.Now);

        var pages = await api.DrainAsync(Api.Audit, """{"limit":7,"start_time":"2020-01-01T00:00:00Z"}""");

        Assert.That(pages.SelectMany(page => page.Uuids).Skip(3), Is.EqualTo(uuids));
        Assert.That(pages, Has.Count.EqualTo(8), "3 + 50 events, 7 per page");
    }

    [Test]
    public async Task An_event_beyond_64_bits_of_time_is_in_every_time_range_without_an_end()
    {
        await using var api = await Api.StartAsync(new() { EventsPerFeed = 0 });
        api.Append(EmulatorFeed.AuditEvents, "AHEAD", Api.Now.AddYears(500));

        Assert.That((await api.PageAsync(Api.Audit, "{}")).Uuids, Is.EqualTo(new[] { "AHEAD" }));
        Assert.That((await api.PageAsync(Api.Audit, $$"""{"end_time":"{{Api.Iso(Api.Now)}}"}""")).Items, Is.Empty);
    }

    [TestCase("[]", "not a JSON object")]
    [TestCase("""{"uuid":"A"}""", "timestamp")]
    [TestCase("""{"uuid":"A","timestamp":"yesterday"}""", "timestamp")]
    [TestCase("""{"uuid":1,"timestamp":"2026-03-14T09:26:53Z"}""", "uuid")]
    [TestCase("""{"other":{"uuid":"A"},"timestamp":"2026-03-14T09:26:53Z"}""", "uuid")]
    [TestCase("""{"uuid":"A","timestamp":"2026-03-14T09:26:53Z"} {}""", "")]
    [TestCase("""{"uuid":"A",""", "")]
    public async Task Append_rejects_an_event_without_a_valid_uuid_and_timestamp(string json, string reason)
    {
        await using var api = await Api.StartAsync(new() { EventsPerFeed = 0 });

        Assert.That(
            () => api.Emulator.Append(EmulatorFeed.AuditEvents, Encoding.UTF8.GetBytes(json)),
            Throws.ArgumentException.With.Message.Contains(reason));
        Assert.That(api.Emulator.ReadAll(EmulatorFeed.AuditEvents, EmulatorApi.V2), Is.Empty);
    }
}
