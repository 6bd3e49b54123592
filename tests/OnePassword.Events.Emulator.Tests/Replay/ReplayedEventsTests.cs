using System.Net;
using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests.Replay;

public sealed class ReplayedEventsTests
{
    private static readonly string[] Unusual =
    [
        """{"uuid":"1","timestamp":"2026-03-14T08:00:00.123456789Z","of_tomorrow":{"a":[1.50e+3,1e400,-0,null]}}""",
        """  { "timestamp" : "2026-03-14T08:00:00+05:30" ,	"uuid":"\u0041\/\"", "é":"\ud83d\ude00 😀  & <>" }  """,
        """{"\u0075uid":"3","timestamp":"\u003226-03-14T08:00:00Z","timestamp":"\u0032026-03-14T08:00:00.1Z","half":"\ud83d"}""",
        $$"""{"uuid":"4","timestamp":"2026-03-14T08:00:00Z","deep":{{new string('[', 500)}}{{new string(']', 500)}}}""",
        $$"""{"uuid":"5","timestamp":"2026-03-14T08:00:00Z","long":"{{new string('x', 300_000)}}"}""",
        """{"uuid":"6","timestamp":"2026-03-14T08:00:00Z","empty":"","nul":"\u0000","line":"\r\n"}""",
    ];

    [Test]
    public async Task Both_versions_serve_recorded_events_byte_for_byte(
        [Values("v1", "v2")] string version, [Values(1, 4, 1_000)] int limit)
    {
        using var history = new History().WithLines("auditevents.ndjson", Unusual);
        await using var api = await history.ReplayAsync(new() { Indented = true });
        var (path, served) = ($"api/{version}/auditevents", new List<string>());

        var page = await api.TextAsync(path, $$"""{"limit":{{limit}},"start_time":"2020-01-01T00:00:00Z"}""");
        for (; served.Count < Unusual.Length; page = await api.TextAsync(path, Api.Continue(Page.Parse(page).Cursor)))
        {
            var lines = Unusual.Skip(served.Count).Take(limit).ToList();
            Assert.That(page, Does.Contain($"[{string.Join(" ,\r\n\t", lines)}]"));
            served.AddRange(lines);
        }

        Assert.That(Page.Parse(page).Items, Is.Empty);
        Assert.That(api.Emulator.ReadAll(EmulatorFeed.AuditEvents, EmulatorApi.V1).Select(Api.Text), Is.EqualTo(Unusual));
    }

    [Test]
    public async Task A_replay_serves_the_same_events_as_the_recorded_emulator(
        [Values] EmulatorFeed feed, [Values(7, 1_000)] int limit)
    {
        await using var source = await Api.StartAsync(new() { LateShare = 0.2, UnknownFields = true });
        var path = $"api/v2/{feed.ToString().ToLowerInvariant()}";
        var lines = (await source.DrainAsync(path)).SelectMany(page => page.Raw).ToList();
        using var history = new History().WithLines($"{feed.ToString().ToLowerInvariant()}.ndjson", lines);

        await using var api = await history.ReplayAsync();
        var pages = await api.DrainAsync(path, $$"""{"limit":{{limit}},"start_time":"2020-01-01T00:00:00Z"}""");

        Assert.That(pages.SelectMany(page => page.Raw), Is.EqualTo(lines));
        Assert.That(pages, Has.Count.EqualTo((1_000 + limit - 1) / limit));
        Assert.That(lines, Has.Count.EqualTo(1_000));
    }

    [Test]
    public async Task Recorded_events_of_a_time_range_keep_the_order_of_their_lines()
    {
        string[] times =
        [
            "12:00:00Z", "08:00:00.000000001Z", "08:00:00Z", "14:00:00+05:00", "07:59:59.999999999Z", "10:00:00Z", "08:30:00Z",
        ];
        using var history = new History()
            .WithLines("itemusages.ndjson", times.Select((time, number) => History.Event($"{number}", time)));
        await using var api = await history.ReplayAsync();

        var range = await api.DrainAsync(
            Api.Usages, """{"limit":2,"start_time":"2026-03-14T08:00:00Z","end_time":"2026-03-14T10:00:00Z"}""");
        var all = await api.DrainAsync(Api.Usages);

        Assert.That(range.Select(page => string.Join(' ', page.Uuids)), Is.EqualTo(new[] { "1 2", "3 6" }));
        Assert.That(string.Concat(all.SelectMany(page => page.Uuids)), Is.EqualTo("0123456"));
    }

    [Test]
    public async Task Recorded_events_of_any_age_are_served()
    {
        string[] times =
        [
            "0001-01-01T00:00:00Z", "1999-12-31T23:59:59Z", "2025-01-01T00:00:00Z", "2200-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
        ];
        using var history = new History()
            .WithLines("auditevents.ndjson", times.Select(time => $$"""{"uuid":"A","timestamp":"{{time}}"}"""));
        await using var api = await history.ReplayAsync();

        var all = await api.EventsAsync(Api.Audit, """{"start_time":"0001-01-01T00:00:00Z"}""");
        var range = await api.EventsAsync(
            Api.Audit, """{"start_time":"1990-01-01T00:00:00Z","end_time":"2025-01-01T00:00:00Z"}""");

        Assert.That(all.Select(Reference.TimestampOf), Is.EqualTo(times));
        Assert.That(range.Select(Reference.TimestampOf), Is.EqualTo(times[1..2]));
    }

    [Test]
    public async Task Appended_events_follow_the_recorded_events()
    {
        using var history = new History().WithLines("auditevents.ndjson", History.Event("A"), History.Event("B"));
        await using var api = await history.ReplayAsync();
        var idle = (await api.DrainAsync(Api.Audit))[^1];
        api.Append(EmulatorFeed.AuditEvents, "C", Api.Now.AddYears(-1));

        Assert.That((await api.NextAsync(Api.Audit, idle)).Uuids, Is.EqualTo(new[] { "C" }));
        Assert.That((await api.DrainAsync(Api.Audit)).SelectMany(page => page.Uuids), Is.EqualTo(new[] { "A", "B", "C" }));
    }

    [Test]
    public async Task Faults_and_quotas_apply_to_recorded_events()
    {
        using var history = new History().WithLines("auditevents.ndjson", History.Event("A"));
        await using var api = await history.ReplayAsync(new() { Quota = new(2, null) });
        api.Emulator.Inject(new() { Status = 503 });

        Assert.That(await api.StatusAsync(Api.Audit, Api.Everything), Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That((await api.PageAsync(Api.Audit, Api.Everything)).Uuids, Is.EqualTo(new[] { "A" }));
        Assert.That(await api.StatusAsync(Api.Audit, Api.Everything), Is.EqualTo(HttpStatusCode.TooManyRequests));
    }

    [Test]
    public async Task A_file_that_is_truncated_after_the_start_causes_a_server_error()
    {
        using var history = new History().WithLines("auditevents.ndjson", History.Event("A"), History.Event("B"));
        await using var api = await history.ReplayAsync();
        var file = history["auditevents.ndjson"];
        File.WriteAllText(file, History.Event("A"));

        var page = await api.PageAsync(Api.Audit, """{"limit":1,"start_time":"2020-01-01T00:00:00Z"}""");
        Assert.That(page.Uuids, Is.EqualTo(new[] { "A" }));
        Assert.That(await api.StatusAsync(Api.Audit, Api.Everything), Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(api.Emulator.Requests[^1].Note, Is.EqualTo($"{file} has become shorter since the start"));
    }
}
