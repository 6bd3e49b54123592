using System.Text;
using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests;

public sealed class Appended_events
{
    [Test]
    public async Task Reach_a_reader_that_waits_with_its_cursor()
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
    public async Task That_are_late_reach_readers_by_cursor_and_are_missed_by_readers_by_window()
    {
        await using var api = await Api.StartAsync();
        var (from, until) = (Api.Now - TimeSpan.FromHours(3), Api.Now - TimeSpan.FromHours(2));
        var window = $$"""{"limit":1000,"start_time":"{{Api.Iso(until)}}"}""";
        var idle = (await api.DrainAsync(Api.Usages))[^1];
        var before = (await api.DrainAsync(Api.Usages, window)).SelectMany(page => page.Uuids).ToList();

        api.Append(EmulatorFeed.ItemUsages, "LATE", from);

        Assert.That((await api.NextAsync(Api.Usages, idle)).Uuids, Is.EqualTo(new[] { "LATE" }));
        Assert.That((await api.DrainAsync(Api.Usages, window)).SelectMany(page => page.Uuids), Is.EqualTo(before));
    }

    [Test]
    public async Task Are_served_after_the_generated_ones_to_whoever_asks_for_their_time()
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
    public async Task Are_served_byte_for_byte_in_both_versions([Values("v1", "v2")] string version)
    {
        await using var api = await Api.StartAsync(new() { EventsPerFeed = 0, Indented = true });
        const string Json = """{ "timestamp" : "2026-03-14T09:26:53.1Z",  "uuid":"\u0041", "x":[1.0 , 1e400, "\ud83d é"] }""";
        api.Emulator.Append(EmulatorFeed.SignInAttempts, Encoding.UTF8.GetBytes(Json));

        var page = await api.PageAsync($"api/{version}/signinattempts", Api.Everything);

        Assert.That(page.Raw, Is.EqualTo(new[] { Json }));
    }

    [Test]
    public async Task Keep_the_order_of_their_arrival_over_pages()
    {
        await using var api = await Api.StartAsync(new() { EventsPerFeed = 3 });
        var uuids = Enumerable.Range(0, 50).Select(number => $"E{number}").ToList();
        foreach (var uuid in uuids)
            api.Append(EmulatorFeed.AuditEvents, uuid, Api.Now);

        var pages = await api.DrainAsync(Api.Audit, """{"limit":7,"start_time":"2020-01-01T00:00:00Z"}""");

        Assert.That(pages.SelectMany(page => page.Uuids).Skip(3), Is.EqualTo(uuids));
        Assert.That(pages, Has.Count.EqualTo(8), "3 + 50 events, 7 a page");
    }

    [Test]
    public async Task Too_far_ahead_for_64_bits_are_in_every_window_without_an_end()
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
    public async Task Without_what_every_event_has_are_refused(string json, string reason)
    {
        await using var api = await Api.StartAsync(new() { EventsPerFeed = 0 });

        Assert.That(
            () => api.Emulator.Append(EmulatorFeed.AuditEvents, Encoding.UTF8.GetBytes(json)),
            Throws.ArgumentException.With.Message.Contains(reason));
        Assert.That(api.Emulator.ReadAll(EmulatorFeed.AuditEvents, EmulatorApi.V2), Is.Empty);
    }
}
