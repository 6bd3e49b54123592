using System.Text.Json;
using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests.Paging;

public sealed class TimeRangeTests
{
    [Test]
    public async Task A_time_range_returns_exactly_its_events([Values(0, 0.3)] double lateShare)
    {
        await using var api = await Api.StartAsync(new() { LateShare = lateShare });
        var (from, until) = (Api.Now - TimeSpan.FromHours(9), Api.Now - TimeSpan.FromHours(4));

        var range = await api.EventsAsync(Api.Audit, Body(from, until));

        var inside = (await api.EventsAsync(Api.Audit)).Where(json => Lies(json, from, until)).Select(json => json.GetRawText());
        Assert.That(range.Select(json => json.GetRawText()), Is.EqualTo(inside));
        Assert.That(range, Has.Count.GreaterThan(100).And.Count.LessThan(400));
    }

    [Test]
    public async Task Adjacent_time_ranges_return_each_event_once()
    {
        await using var api = await Api.StartAsync(new() { EventsPerFeed = 333 });
        var uuids = new List<string>();
        for (var hour = 24; hour > 0; hour--)
        {
            var from = Api.Now - TimeSpan.FromHours(hour);
            var pages = await api.DrainAsync(Api.Usages, Body(from, from + TimeSpan.FromHours(1)));
            uuids.AddRange(pages.SelectMany(page => page.Uuids));
        }

        Assert.That(uuids, Is.EqualTo((await api.DrainAsync(Api.Usages)).SelectMany(page => page.Uuids)));
    }

    [Test]
    public async Task A_time_range_starts_an_hour_ago_by_default()
    {
        await using var api = await Api.StartAsync();

        var events = await api.EventsAsync(Api.Usages, "{}");

        var (clock, slack) = (Api.Now - TimeSpan.FromHours(1), TimeSpan.FromMinutes(5)); // The clock advances during the test.
        Assert.That(events.Select(TimeOf), Is.All.GreaterThanOrEqualTo(Reference.Nanoseconds(clock)));
        Assert.That(TimeOf(events[0]), Is.LessThan(Reference.Nanoseconds(clock + slack)));
    }

    [Test]
    public async Task A_time_range_starts_an_hour_before_its_end_by_default()
    {
        await using var api = await Api.StartAsync();
        var end = Api.Now - TimeSpan.FromHours(10);

        var events = await api.EventsAsync(Api.Usages, $$"""{"limit":1000,"end_time":"{{Api.Iso(end)}}"}""");

        var hour = await api.EventsAsync(Api.Usages, Body(end - TimeSpan.FromHours(1), end));
        Assert.That(events.Select(json => json.GetRawText()), Is.EqualTo(hour.Select(json => json.GetRawText())));
        Assert.That(events, Is.Not.Empty);
    }

    [TestCase("2026-03-13T23:59:59Z", "2026-03-13T23:59:59.000000000Z")]
    [TestCase("2026-03-13T23:59:59Z", "2026-03-13T23:59:59+00:00")]
    [TestCase("2026-03-13T23:59:59Z", "2026-03-13T23:59:59-00:00")]
    [TestCase("2026-03-13T23:59:59Z", "2026-03-13T16:59:59-07:00")]
    [TestCase("2026-03-13T23:59:59Z", "2026-03-14T05:29:59.0+05:30")]
    [TestCase("2026-03-13T23:59:59.12Z", "2026-03-13T23:59:59.120000Z")]
    public async Task A_time_range_accepts_every_RFC_3339_format(string time, string same)
    {
        await using var api = await Api.StartAsync();

        var (first, second) = (await api.PageAsync(Api.Audit, Since(time)), await api.PageAsync(Api.Audit, Since(same)));

        Assert.That(second.Cursor, Is.EqualTo(first.Cursor), "The cursor contains the time range in nanoseconds.");
        Assert.That(
            (await api.PageAsync(Api.Audit, Since("2026-03-13T23:59:59.000000001Z"))).Cursor, Is.Not.EqualTo(first.Cursor));

        static string Since(string time) => $$"""{"limit":1,"start_time":"{{time}}"}""";
    }

    [Test]
    public async Task A_time_range_returns_no_events_older_than_120_days()
    {
        await using var api = await Api.StartAsync(new() { Span = TimeSpan.FromDays(240), EventsPerFeed = 2_400 });

        var events = await api.EventsAsync(Api.SignIns, """{"limit":1000,"start_time":"0001-01-01T00:00:00Z"}""");

        Assert.That(events, Has.Count.InRange(1_195, 1_205));
        Assert.That(TimeOf(events[0]), Is.GreaterThan(Reference.Nanoseconds(Api.Now - TimeSpan.FromDays(120))));
    }

    [Test]
    public async Task EndInclusive_includes_an_event_at_the_end_of_the_time_range([Values] bool inclusive)
    {
        await using var api = await Api.StartAsync(new() { EndInclusive = inclusive });
        var all = await api.EventsAsync(Api.Audit);
        var (first, last) = (Reference.TimestampOf(all[40]), Reference.TimestampOf(all[44]));

        var events = await api.EventsAsync(Api.Audit, $$"""{"start_time":"{{first}}","end_time":"{{last}}"}""");

        var expected = all.Skip(40).Take(inclusive ? 5 : 4).Select(json => json.GetRawText());
        Assert.That(events.Select(json => json.GetRawText()), Is.EqualTo(expected), "The start is always inclusive.");
    }

    [Test]
    public async Task A_time_range_that_ends_before_its_start_is_empty()
    {
        await using var api = await Api.StartAsync();
        api.Append(EmulatorFeed.AuditEvents, "A", Api.Now - TimeSpan.FromHours(2));

        var page = await api.PageAsync(Api.Audit, Body(Api.Now, Api.Now - TimeSpan.FromHours(5)));

        Assert.That((page.HasMore, page.Items.Count), Is.EqualTo((false, 0)));
    }

    private static string Body(DateTimeOffset from, DateTimeOffset until) =>
        $$"""{"limit":60,"start_time":"{{Api.Iso(from)}}","end_time":"{{Api.Iso(until)}}"}""";

    private static bool Lies(JsonElement json, DateTimeOffset from, DateTimeOffset until) =>
        TimeOf(json) is var time && time >= Reference.Nanoseconds(from) && time < Reference.Nanoseconds(until);

    private static long TimeOf(JsonElement json) => Reference.Nanoseconds(Reference.TimestampOf(json));
}
