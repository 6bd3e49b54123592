using System.Net;
using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests.Paging;

public sealed class PagingTests
{
    [Test]
    public async Task Paging_returns_each_event_once_in_order_of_arrival(
        [Values("v1", "v2")] string version, [Values] EmulatorFeed feed, [Values(1, 7, 250, 1000)] int limit)
    {
        await using var api = await Api.StartAsync(new() { EventsPerFeed = 250 });
        var path = $"api/{version}/{feed.ToString().ToLowerInvariant()}";

        var pages = await api.DrainAsync(path, $$"""{"limit":{{limit}},"start_time":"2020-01-01T00:00:00Z"}""");

        var served = pages.SelectMany(page => page.Raw);
        var all = api.Emulator.ReadAll(feed, version == "v1" ? EmulatorApi.V1 : EmulatorApi.V2);
        Assert.That(served, Is.EqualTo(all.Select(Api.Text)));
        Assert.That(pages.SelectMany(page => page.Uuids), Is.Unique);
        Assert.That(pages, Has.Count.EqualTo((250 + limit - 1) / limit), "has_more is true only if more events exist.");
    }

    [Test]
    public async Task A_page_has_100_events_by_default()
    {
        await using var api = await Api.StartAsync(new() { Span = TimeSpan.FromMinutes(30) });

        var first = await api.PageAsync(Api.Usages, "{}");
        var second = await api.NextAsync(Api.Usages, first);

        Assert.That(first.Items, Has.Count.EqualTo(100));
        Assert.That(second.Items, Has.Count.EqualTo(100), "The cursor contains the page size.");
    }

    [Test]
    public async Task A_page_contains_cursor_has_more_and_items_in_this_order()
    {
        await using var api = await Api.StartAsync();

        var page = await api.PageAsync(Api.Usages, """{"limit":1}""");

        Assert.That(page.Text, Does.StartWith($$"""{"cursor":"{{page.Cursor}}","has_more":true,"items":[{"uuid":"""));
    }

    [Test]
    public async Task An_empty_page_repeats_the_cursor_of_the_request()
    {
        await using var api = await Api.StartAsync(new() { EventsPerFeed = 5 });
        var last = await api.PageAsync(Api.SignIns, Api.Everything);

        var idle = await api.NextAsync(Api.SignIns, last);
        var again = await api.NextAsync(Api.SignIns, idle);

        Assert.That(idle.Text, Is.EqualTo($$"""{"cursor":"{{last.Cursor}}","has_more":false,"items":[]}"""));
        Assert.That(again.Text, Is.EqualTo(idle.Text));
    }

    [Test]
    public async Task A_feed_without_events_returns_an_empty_page()
    {
        await using var api = await Api.StartAsync(new() { EventsPerFeed = 0 });

        var page = await api.PageAsync(Api.Audit, Api.Everything);

        Assert.That((page.HasMore, page.Items.Count), Is.EqualTo((false, 0)));
    }

    [Test]
    public async Task A_page_has_a_content_type_and_length_but_no_server_header()
    {
        await using var api = await Api.StartAsync();

        using var response = await api.PostAsync(Api.Audit, "{}");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Content.Headers.ContentType?.ToString(), Is.EqualTo("application/json"));
        Assert.That(response.Content.Headers.ContentLength, Is.Positive);
        Assert.That(response.Headers.Server, Is.Empty);
    }

    [Test]
    public async Task TrailingEmptyPage_adds_an_empty_page_after_a_full_last_page()
    {
        await using var api = await Api.StartAsync(new() { EventsPerFeed = 20, TrailingEmptyPage = true });

        var pages = await api.DrainAsync(Api.Audit, """{"limit":10,"start_time":"2020-01-01T00:00:00Z"}""");
        var partial = await api.DrainAsync(Api.Audit, """{"limit":11,"start_time":"2020-01-01T00:00:00Z"}""");

        Assert.That(pages.Select(page => page.Items.Count), Is.EqualTo(new[] { 10, 10, 0 }));
        Assert.That(
            partial.Select(page => page.Items.Count), Is.EqualTo(new[] { 11, 9 }), "Only a full page can have this.");
    }
}
