using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests.Replay;

public sealed class UnexpectedLineTests
{
    private const string NotAnObject = "is not a JSON object. It is not served";
    private const string NoUuid = "has no 'uuid' string. It is not served";
    private const string NoTime = "has no 'timestamp' in RFC 3339 format. It gets the time of an adjacent line";

    [TestCase("{", NotAnObject)]
    [TestCase("[]", NotAnObject)]
    [TestCase("null", NotAnObject)]
    [TestCase("\uFEFF{}", NotAnObject)]
    [TestCase("""{"uuid":"A","timestamp":"2026-03-14T09:26:53Z"} {}""", NotAnObject)]
    [TestCase("""{"uuid":"A","timestamp":"2026-03-14T09:26:53Z",}""", NotAnObject)]
    [TestCase("""{"timestamp":"2026-03-14T09:26:53Z"}""", NoUuid)]
    [TestCase("""{"uuid":1,"timestamp":"2026-03-14T09:26:53Z"}""", NoUuid)]
    [TestCase("""{"feed":"itemusages","event":{"uuid":"A","timestamp":"2026-03-14T09:26:53Z"}}""", NoUuid)]
    [TestCase("""{"uuid":"A"}""", NoTime)]
    [TestCase("""{"uuid":"A","timestamp":null}""", NoTime)]
    [TestCase("""{"uuid":"A","timestamp":1773480413}""", NoTime)]
    [TestCase("""{"uuid":"A","timestamp":"2026-02-30T09:26:53Z"}""", NoTime)]
    [TestCase("""{"uuid":"A","timestamp":"2026-03-14T09:26:53.1234567890Z"}""", NoTime)]
    [TestCase("""{"uuid":"A","timestamp":"\ud800"}""", NoTime)]
    public async Task A_replay_serves_all_valid_lines_and_warns_about_the_others(string line, string problem)
    {
        foreach (var name in new[] { "itemusages.ndjson", "itemusages-00000002.ndjson.gz" })
        {
            using var history = new History().WithLines(name, History.Event("1"), History.Event("2"), line, History.Event("4"));
            await using var api = await history.ReplayAsync();

            var served = (await api.DrainAsync(Api.Usages)).SelectMany(page => page.Raw);

            string[] kept = problem == NoTime ? [line] : [];
            string[] expected = [History.Event("1"), History.Event("2"), .. kept, History.Event("4")];
            Assert.That(served, Is.EqualTo(expected));
            Assert.That(api.Emulator.ReplayWarnings, Is.EqualTo(new[] { $"{history[name]}: line 3 {problem}." }));
        }
    }

    [Test]
    public async Task A_line_without_a_time_has_the_time_of_an_adjacent_line()
    {
        const string First = """{"uuid":"0","timestamp":"today"}""";
        const string Second = """{"uuid":"2","timestamp":"yesterday"}""";
        using var history = new History()
            .WithLines("auditevents.ndjson", First, History.Event("1", "08:00:00Z"), Second, History.Event("3", "10:00:00Z"));
        await using var api = await history.ReplayAsync();

        var before = await api.DrainAsync(Api.Audit, Between("08", "09"));
        var after = await api.DrainAsync(Api.Audit, Between("09", "11"));

        Assert.That(before.SelectMany(page => page.Uuids), Is.EqualTo(new[] { "0", "1", "2" }));
        Assert.That(after.SelectMany(page => page.Uuids), Is.EqualTo(new[] { "3" }));

        static string Between(string from, string until) =>
            $$"""{"start_time":"2026-03-14T{{from}}:00:00Z","end_time":"2026-03-14T{{until}}:00:00Z"}""";
    }

    [Test]
    public async Task Lines_of_a_feed_without_any_time_have_the_start_time_of_the_emulator()
    {
        using var history = new History().WithLines("auditevents.ndjson", """{"uuid":"A"}""", """{"uuid":"B"}""");
        await using var api = await history.ReplayAsync();

        Assert.That((await api.PageAsync(Api.Audit, "{}")).Uuids, Is.EqualTo(new[] { "A", "B" }), "the last hour");
    }

    [Test]
    public async Task A_replay_ignores_empty_lines()
    {
        using var history = new History().With("auditevents.ndjson", $"\n{History.Event("A")}\n\r\n  \t\n{History.Event("B")}");
        await using var api = await history.ReplayAsync();

        Assert.That((await api.PageAsync(Api.Audit, Api.Everything)).Uuids, Is.EqualTo(new[] { "A", "B" }));
        Assert.That(api.Emulator.ReplayWarnings, Is.Empty);
    }

    [Test]
    public async Task A_replay_omits_a_truncated_last_line()
    {
        using var history = new History().With("auditevents.ndjson", $"{History.Event("1")}\n{History.Event("2")[..^5]}");
        await using var api = await history.ReplayAsync();

        Assert.That((await api.PageAsync(Api.Audit, Api.Everything)).Uuids, Is.EqualTo(new[] { "1" }));
        Assert.That(api.Emulator.ReplayWarnings, Is.EqualTo(new[] { $"{history["auditevents.ndjson"]}: line 2 {NotAnObject}." }));
    }

    [TestCase("")]
    [TestCase("\n")]
    public async Task A_replay_omits_a_line_longer_than_16_MiB(string lineBreak)
    {
        var text = $"{History.Event("1")}\n{{{new string(' ', 40_000_000)}{lineBreak}";
        using var history = new History().With("auditevents.ndjson", lineBreak.Length == 0 ? text : text + History.Event("3"));
        await using var api = await history.ReplayAsync();

        string[] expected = lineBreak.Length == 0 ? ["1"] : ["1", "3"];
        Assert.That((await api.PageAsync(Api.Audit, Api.Everything)).Uuids, Is.EqualTo(expected));
        string[] warnings = [$"{history["auditevents.ndjson"]}: line 2 is longer than 16 MiB. It is not served."];
        Assert.That(api.Emulator.ReplayWarnings, Is.EqualTo(warnings));
    }

    [Test]
    public async Task Warnings_name_the_first_20_invalid_lines_and_count_the_others()
    {
        using var history = new History().WithLines("auditevents.ndjson", Enumerable.Repeat("{", 23));
        await using var api = await history.ReplayAsync();

        Assert.That(api.Emulator.ReplayWarnings, Has.Count.EqualTo(21));
        Assert.That(api.Emulator.ReplayWarnings[^1], Is.EqualTo("3 more lines have problems."));
    }

    [TestCase(1)]
    [TestCase(8)]
    public async Task A_replay_serves_the_readable_lines_of_a_truncated_gzip_file(int missing)
    {
        using var history = new History().WithLines("auditevents.ndjson.gz", History.Event("A"));
        var file = history["auditevents.ndjson.gz"];
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^missing]);
        await using var api = await history.ReplayAsync();

        Assert.That((await api.PageAsync(Api.Audit, Api.Everything)).Uuids, Is.EqualTo(new[] { "A" }));
        string[] warnings = [$"{file} is corrupt or truncated. Only the lines that can be unpacked are served."];
        Assert.That(api.Emulator.ReplayWarnings, Is.EqualTo(warnings));
    }
}
