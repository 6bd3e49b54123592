using System.Net;
using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests.Replay;

public sealed class RecordedFolderTests
{
    [Test]
    public async Task A_feed_without_a_file_is_empty_and_other_files_are_ignored()
    {
        using var history = new History().WithLines("itemusages.ndjson", History.Event("A"))
            .With("auditevents.ndjson.partial", "{").With("auditevents-1a.ndjson", "{").With("auditevents-.ndjson", "{")
            .With("auditevents.json", "{").With("AUDITEVENTS.ndjson", "{").With("notes.txt", "{");
        await using var api = await history.ReplayAsync();

        Assert.That((await api.PageAsync(Api.Usages, Api.Everything)).Uuids, Is.EqualTo(new[] { "A" }));
        foreach (var path in new[] { Api.Audit, Api.SignIns })
            Assert.That((await api.PageAsync(path, Api.Everything)).Items, Is.Empty, path);
    }

    [Test]
    public async Task Numbered_files_follow_the_file_without_a_number_in_numeric_order()
    {
        using var history = new History()
            .WithLines("auditevents-00000010.ndjson.gz", History.Event("7"))
            .WithLines("auditevents-00000001.ndjson.gz", History.Event("3"), History.Event("4"))
            .WithLines("auditevents.ndjson", History.Event("1"), History.Event("2"))
            .WithLines("auditevents-00000003.ndjson")
            .WithLines("auditevents-00000002.ndjson", History.Event("5"), History.Event("6"));
        await using var api = await history.ReplayAsync();

        var pages = await api.DrainAsync(Api.Audit, """{"limit":3,"start_time":"2020-01-01T00:00:00Z"}""");

        Assert.That(pages.Select(page => string.Join(' ', page.Uuids)), Is.EqualTo(new[] { "1 2 3", "4 5 6", "7" }));
    }

    [TestCase("\n", "")]
    [TestCase("\n", "\n\n\n")]
    [TestCase("\r\n", "\r\n")]
    [TestCase("\r\n", "\r\n\r\n")]
    public async Task Lines_can_end_with_LF_or_CRLF_or_the_end_of_the_file(string between, string atTheEnd)
    {
        var text = History.Event("A") + between + History.Event("B") + atTheEnd;
        using var history = new History().With("auditevents.ndjson", text);
        await using var api = await history.ReplayAsync();

        var page = await api.TextAsync(Api.Audit, Api.Everything);

        Assert.That(page, Does.EndWith($"[{History.Event("A")},{History.Event("B")}]}}"));
    }

    [Test]
    public async Task A_cursor_is_valid_for_other_files_with_the_same_lines()
    {
        string[] lines = [.. Enumerable.Range(0, 9).Select(number => History.Event($"{number}"))];
        using var one = new History().WithLines("auditevents.ndjson", lines);
        using var same = new History()
            .WithLines("auditevents-1.ndjson.gz", lines[..4]).WithLines("auditevents-2.ndjson", lines[4..]);
        using var other = new History().WithLines("auditevents.ndjson", lines[1..].Append(lines[0]));
        await using var api = await one.ReplayAsync(new() { Now = Api.Now });
        await using var restarted = await same.ReplayAsync(new() { Now = Api.Now.AddDays(3) });
        await using var changed = await other.ReplayAsync(new() { Now = Api.Now });
        var page = await api.PageAsync(Api.Audit, """{"limit":5,"start_time":"2020-01-01T00:00:00Z"}""");

        Assert.That((await restarted.NextAsync(Api.Audit, page)).Uuids, Is.EqualTo(new[] { "5", "6", "7", "8" }));
        Assert.That(await changed.StatusAsync(Api.Audit, Api.Continue(page.Cursor)), Is.EqualTo(HttpStatusCode.BadRequest));
    }
}
