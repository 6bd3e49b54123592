using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests;

public sealed class Replay_of_odd_lines
{
    private const string NotAnObject = "is not a JSON object; it is not served";
    private const string NoUuid = "has no uuid that is a string; it is not served";
    private const string NoTime = "has no timestamp that is an RFC 3339 time; it is served with the time of a line beside it";

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
    public async Task Serves_every_line_that_it_can_and_names_the_odd_one(string line, string problem)
    {
        foreach (var name in new[] { "itemusages.ndjson", "itemusages-00000002.ndjson.gz" })
        {
            using var history = new History().WithLines(name, History.Event("1"), History.Event("2"), line, History.Event("4"));
            await using var api = await history.ReplayAsync();

            var served = (await api.DrainAsync(Api.Usages)).SelectMany(page => page.Raw);

            string[] odd = problem == NoTime ? [line] : [];
            string[] expected = [History.Event("1"), History.Event("2"), .. odd, History.Event("4")];
            Assert.That(served, Is.EqualTo(expected));
            Assert.That(api.Emulator.ReplayNotes, Is.EqualTo(new[] { $"{history[name]}: line 3 {problem}." }));
        }
    }

    [Test]
    public async Task Serves_a_line_without_a_time_in_the_window_of_the_line_before_it()
    {
        const string First = """{"uuid":"0","timestamp":"today"}""";
        const string Second = """{"uuid":"2","timestamp":"yesterday"}""";
        using var history = new History()
            .WithLines("auditevents.ndjson", First, History.Event("1", "08:00:00Z"), Second, History.Event("3", "10:00:00Z"));
        await using var api = await history.ReplayAsync();

        var before = await api.DrainAsync(Api.Audit, """{"start_time":"2026-03-14T08:00:00Z","end_time":"2026-03-14T09:00:00Z"}""");
        var after = await api.DrainAsync(Api.Audit, """{"start_time":"2026-03-14T09:00:00Z","end_time":"2026-03-14T11:00:00Z"}""");

        Assert.That(before.SelectMany(page => page.Uuids), Is.EqualTo(new[] { "0", "1", "2" }));
        Assert.That(after.SelectMany(page => page.Uuids), Is.EqualTo(new[] { "3" }));
    }

    [Test]
    public async Task Serves_a_feed_in_which_no_line_has_a_time_as_if_it_all_happened_at_the_start()
    {
        using var history = new History().WithLines("auditevents.ndjson", """{"uuid":"A"}""", """{"uuid":"B"}""");
        await using var api = await history.ReplayAsync();

        Assert.That((await api.PageAsync(Api.Audit, "{}")).Uuids, Is.EqualTo(new[] { "A", "B" }), "the last hour");
    }

    [Test]
    public async Task Passes_over_empty_lines()
    {
        using var history = new History().With("auditevents.ndjson", $"\n{History.Event("A")}\n\r\n  \t\n{History.Event("B")}");
        await using var api = await history.ReplayAsync();

        Assert.That((await api.PageAsync(Api.Audit, Api.Everything)).Uuids, Is.EqualTo(new[] { "A", "B" }));
        Assert.That(api.Emulator.ReplayNotes, Is.Empty);
    }

    [Test]
    public async Task Leaves_out_a_last_line_that_is_cut_off()
    {
        using var history = new History().With("auditevents.ndjson", $"{History.Event("1")}\n{History.Event("2")[..^5]}");
        await using var api = await history.ReplayAsync();

        Assert.That((await api.PageAsync(Api.Audit, Api.Everything)).Uuids, Is.EqualTo(new[] { "1" }));
        Assert.That(api.Emulator.ReplayNotes, Is.EqualTo(new[] { $"{history["auditevents.ndjson"]}: line 2 {NotAnObject}." }));
    }

    [TestCase("")]
    [TestCase("\n")]
    public async Task Leaves_out_a_line_that_is_too_long_to_be_one(string lineBreak)
    {
        var text = $"{History.Event("1")}\n{{{new string(' ', 40_000_000)}{lineBreak}";
        using var history = new History().With("auditevents.ndjson", lineBreak.Length == 0 ? text : text + History.Event("3"));
        await using var api = await history.ReplayAsync();

        string[] expected = lineBreak.Length == 0 ? ["1"] : ["1", "3"];
        Assert.That((await api.PageAsync(Api.Audit, Api.Everything)).Uuids, Is.EqualTo(expected));
        Assert.That(api.Emulator.ReplayNotes, Is.EqualTo(new[] { $"{history["auditevents.ndjson"]}: line 2 is longer than 16 MiB; it is not served." }));
    }

    [Test]
    public async Task Names_the_first_20_odd_lines_and_counts_the_others()
    {
        using var history = new History().WithLines("auditevents.ndjson", Enumerable.Repeat("{", 23));
        await using var api = await history.ReplayAsync();

        Assert.That(api.Emulator.ReplayNotes, Has.Count.EqualTo(21));
        Assert.That(api.Emulator.ReplayNotes[^1], Is.EqualTo("3 more lines have such problems."));
    }

    [TestCase(1)]
    [TestCase(8)]
    public async Task Serves_what_can_be_unpacked_of_a_compressed_file_that_is_cut_off(int missing)
    {
        using var history = new History().WithLines("auditevents.ndjson.gz", History.Event("A"));
        var file = history["auditevents.ndjson.gz"];
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^missing]);
        await using var api = await history.ReplayAsync();

        Assert.That((await api.PageAsync(Api.Audit, Api.Everything)).Uuids, Is.EqualTo(new[] { "A" }));
        Assert.That(api.Emulator.ReplayNotes, Is.EqualTo(new[] { $"{file} is damaged or cut off; what can be unpacked is served." }));
    }
}
