using System.Net;
using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests.Paging;

public sealed class CursorTests
{
    [Test]
    public async Task A_cursor_with_one_changed_character_is_rejected()
    {
        await using var api = await Api.StartAsync();
        var cursor = (await api.PageAsync(Api.Audit, """{"limit":10}""")).Cursor;

        for (var i = 0; i < cursor.Length; i++)
        {
            var tampered = cursor[..i] + (cursor[i] == 'A' ? 'B' : 'A') + cursor[(i + 1)..];
            Assert.That(
                await api.StatusAsync(Api.Audit, Api.Continue(tampered)),
                Is.EqualTo(HttpStatusCode.BadRequest),
                $"character {i}");
        }
    }

    [TestCase("api/v1/auditevents")]
    [TestCase("api/v2/itemusages")]
    [TestCase("api/v2/signinattempts")]
    public async Task A_cursor_of_another_feed_or_version_is_rejected(string other)
    {
        await using var api = await Api.StartAsync();
        var page = await api.PageAsync(Api.Audit, """{"limit":10}""");

        using var response = await api.PostAsync(other, Api.Continue(page.Cursor));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(
            """{"Error":{"Message":"Bad Request: cursor is not from this feed, version and emulator"}}"""));
    }

    [Test]
    public async Task A_cursor_of_an_emulator_with_other_events_is_rejected()
    {
        await using var one = await Api.StartAsync(new() { Seed = 1 });
        await using var other = await Api.StartAsync(new() { Seed = 2 });
        var page = await one.PageAsync(Api.Audit, """{"limit":10}""");

        Assert.That(await other.StatusAsync(Api.Audit, Api.Continue(page.Cursor)), Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task A_cursor_survives_a_restart_with_the_same_options()
    {
        await using var one = await Api.StartAsync();
        await using var restarted = await Api.StartAsync();
        var page = await one.PageAsync(Api.Audit, """{"limit":10}""");

        Assert.That((await restarted.NextAsync(Api.Audit, page)).Text, Is.EqualTo((await one.NextAsync(Api.Audit, page)).Text));
    }

    [TestCase("")]
    [TestCase("B C")]
    [TestCase("B A")]
    public async Task A_cursor_after_appended_events_is_rejected_by_a_restarted_emulator_without_them(string appended)
    {
        await using var one = await Api.StartAsync();
        await using var restarted = await Api.StartAsync();
        Append(one, "A B");
        Append(restarted, appended);
        var last = (await one.DrainAsync(Api.Audit))[^1];

        Assert.That(await restarted.StatusAsync(Api.Audit, Api.Continue(last.Cursor)), Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task A_cursor_after_appended_events_survives_a_restart_when_they_are_appended_again()
    {
        await using var one = await Api.StartAsync();
        await using var restarted = await Api.StartAsync();
        Append(one, "A B");
        Append(restarted, "A B C");
        var last = (await one.DrainAsync(Api.Audit))[^1];

        var next = await restarted.NextAsync(Api.Audit, last);

        Assert.That(next.Items.Select(item => item.GetProperty("uuid").GetString()), Is.EqualTo(new[] { "C" }));
    }

    [Test]
    public async Task A_reader_with_the_cursor_of_the_last_generated_event_gets_events_appended_after_a_restart()
    {
        await using var one = await Api.StartAsync();
        var last = (await one.DrainAsync(Api.Audit))[^1];
        await using var restarted = await Api.StartAsync();
        Append(restarted, "A");

        var next = await restarted.NextAsync(Api.Audit, last);

        Assert.That(next.Items.Select(item => item.GetProperty("uuid").GetString()), Is.EqualTo(new[] { "A" }));
    }

    [TestCase("\n")]
    [TestCase("\r\n")]
    public async Task A_cursor_with_a_trailing_line_break_is_accepted(string end)
    {
        await using var api = await Api.StartAsync();
        var page = await api.PageAsync(Api.Audit, """{"limit":10}""");

        var next = await api.PageAsync(Api.Audit, Api.Continue(page.Cursor + end));

        Assert.That(next.Text, Is.EqualTo((await api.NextAsync(Api.Audit, page)).Text));
    }

    [TestCase("")]
    [TestCase("nonsense")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("ééééééééééééééééééééééééééééééééééééééééééééééé\\u0000")]
    public async Task Text_that_is_not_a_cursor_is_rejected(string cursor)
    {
        await using var api = await Api.StartAsync();

        Assert.That(await api.StatusAsync(Api.Audit, $$"""{"cursor":"{{cursor}}"}"""), Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task A_cursor_returns_the_same_page_twice()
    {
        await using var api = await Api.StartAsync();
        var first = await api.PageAsync(Api.Usages, """{"limit":10}""");

        var (once, twice) = (await api.NextAsync(Api.Usages, first), await api.NextAsync(Api.Usages, first));

        Assert.That(twice.Text, Is.EqualTo(once.Text));
        Assert.That(once.Cursor, Is.Not.EqualTo(first.Cursor));
    }

    private static void Append(Api api, string uuids)
    {
        foreach (var uuid in uuids.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            api.Append(EmulatorFeed.AuditEvents, uuid, Api.Now);
    }
}
