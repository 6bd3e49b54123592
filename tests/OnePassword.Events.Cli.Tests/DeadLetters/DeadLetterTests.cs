using System.Text.Json;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.DeadLetters;

public sealed class DeadLetterTests
{
    [Test, Property("Statement", 5)]
    [Description("A dead letter is in the file with its bytes, destination, status, reason and account, and replay delivers it.")]
    public async Task Rejected_event_is_shown_and_delivered_later()
    {
        await using var siem = await FakeEndpoint.StartAsync();
        await using var fixture = await RejectedAsync(siem);
        Assert.That(await LettersAsync(fixture, "--feed", "itemusages"), Is.Empty);
        var letters = await LettersAsync(fixture, "--feed", "auditevents");
        Assert.That(letters.Select(one => one.GetProperty("event").GetRawText()), Is.EqualTo(Rejected(fixture)));
        var letter = letters[0];
        Assert.That(letter.GetProperty("output").GetString(), Is.EqualTo("siem"));
        Assert.That(letter.GetProperty("destination").GetString(), Is.EqualTo(siem.Url.GetLeftPart(UriPartial.Authority)));
        Assert.That(letter.GetProperty("status").GetInt32(), Is.EqualTo(400));
        Assert.That(letter.GetProperty("reason").GetString(), Is.EqualTo("HTTP 400: invalid event"));
        Assert.That(letter.GetProperty("account").GetString(), Is.EqualTo("acme"));
        var stored = (await File.ReadAllLinesAsync(Path.Combine(fixture.Folder["state"], "dead-letters", "siem.ndjson")))[0];
        Assert.That(letter.GetRawText(), Is.EqualTo(stored.Replace("{\"time\"", "{\"output\":\"siem\",\"time\"", StringComparison.Ordinal)), "all values");

        siem.Rejects = _ => false;
        var run = await RunAsync(fixture, "replay", "--config", fixture.Folder["follow.json"]);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "Delivered 2 dead letters.\n")));
        Assert.That(await LettersAsync(fixture), Is.Empty);
        Assert.That(siem.Lines, Is.EquivalentTo(CliFixture.AllFeeds.SelectMany(feed => CliFixture.SplitLines(fixture.Lines(feed)))));
    }

    [Test]
    public async Task Event_that_is_rejected_again_stays_with_the_new_reason()
    {
        await using var siem = await FakeEndpoint.StartAsync();
        await using var fixture = await RejectedAsync(siem);
        siem.Inject(413, "too large");
        var run = await RunAsync(fixture, "replay", "--config", fixture.Folder["follow.json"], "--uuid", UuidOf(Rejected(fixture)[0]));
        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(run.ErrorLines, Is.EqualTo(new[]
        {
            "Delivered 0 dead letters.", "op-events: 1 dead letter was rejected again: HTTP 413: too large",
        }));
        Assert.That(
            (await LettersAsync(fixture)).Select(letter => (letter.GetProperty("status").GetInt32(), letter.GetProperty("event").GetRawText())),
            Is.EqualTo(new[] { (400, Rejected(fixture)[1]), (413, Rejected(fixture)[0]) }));
    }

    [Test]
    public async Task Replay_without_a_configuration_file_names_the_destination()
    {
        await using var siem = await FakeEndpoint.StartAsync();
        await using var fixture = await RejectedAsync(siem);
        siem.Rejects = _ => false;
        var run = await RunAsync(
            fixture, "replay", "--state", fixture.Folder["state"], "--to", "https", "--set", "name=siem", "--set", $"url={siem.Url}");
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "Delivered 2 dead letters.\n")));
    }

    [Test]
    public async Task Replay_without_the_name_of_the_output_says_how_to_name_it()
    {
        await using var siem = await FakeEndpoint.StartAsync();
        await using var fixture = await RejectedAsync(siem);
        var run = await RunAsync(
            fixture, "replay", "--state", fixture.Folder["state"], "--to", "https", "--set", $"url={siem.Url}");
        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Is.EqualTo(
            "op-events: the dead letters are from the output siem, and --to https describes the output https. "
            + "Add --set name=siem, or select other dead letters with --output.\n"));
        Assert.That(await LettersAsync(fixture), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Replay_removes_nothing_if_the_destination_needs_an_operator()
    {
        await using var siem = await FakeEndpoint.StartAsync();
        await using var fixture = await RejectedAsync(siem);
        siem.Token = "another";
        var run = await RunAsync(fixture, "replay", "--config", fixture.Folder["follow.json"]);
        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(run.Error, Does.StartWith("op-events: siem: ").And.Contain("401"));
        Assert.That(await LettersAsync(fixture), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Discard_deletes_the_selected_events_after_confirmation()
    {
        await using var siem = await FakeEndpoint.StartAsync();
        await using var fixture = await RejectedAsync(siem);
        var refused = await new CliRunner { Typed = "n\n", Clock = fixture.Runner.Clock }.StartAsync(
            ["deadletter", "discard", "--state", fixture.Folder["state"], "--output", "siem"]);
        Assert.That(refused.ExitCode, Is.EqualTo(130));
        Assert.That(refused.Error, Does.StartWith("Discard 2 dead letters of siem? [y/N] "));
        Assert.That(await LettersAsync(fixture), Has.Count.EqualTo(2));

        var run = await RunAsync(fixture, "discard", "--state", fixture.Folder["state"], "--uuid", UuidOf(Rejected(fixture)[0]), "--yes");
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "Discarded 1 dead letter.\n")));
        Assert.That(
            (await LettersAsync(fixture)).Single().GetProperty("event").GetRawText(), Is.EqualTo(Rejected(fixture)[1]));
    }

    [TestCase("show")]
    [TestCase("discard")]
    [TestCase("replay")]
    public async Task Unknown_output_is_rejected_with_the_outputs_that_have_dead_letters(string command)
    {
        await using var siem = await FakeEndpoint.StartAsync();
        await using var fixture = await RejectedAsync(siem);
        var run = await RunAsync(fixture, command, "--config", fixture.Folder["follow.json"], "--output", "backup");
        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Is.EqualTo("op-events: --output backup: this output has no dead letters. Use siem.\n"));
    }

    [Test]
    public async Task Show_prints_a_card_per_event()
    {
        await using var siem = await FakeEndpoint.StartAsync();
        await using var fixture = await RejectedAsync(siem);
        var uuid = UuidOf(Rejected(fixture)[0]);
        var run = await RunAsync(fixture, "show", "--state", fixture.Folder["state"], "--uuid", uuid);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        Assert.That(run.OutputText.Split('\n'), Is.EqualTo(new[]
        {
            $"siem: {uuid}",
            "  rejected     2026-01-31T12:00:00Z",
            "  reason       HTTP 400: invalid event",
            $"  destination  {siem.Url.GetLeftPart(UriPartial.Authority)}",
            "  account      acme",
            "  feed         auditevents",
            $"  event        {Rejected(fixture)[0]}",
            "",
        }));
    }

    [TestCase("specify either --config or --state.", "show")]
    [TestCase("specify either --config or --state.", "show", "--state", "s", "--config", "c")]
    [TestCase("specify either --all, or one of --output, --account, --feed and --uuid.", "discard", "--state", "s")]
    [TestCase("--to is required with --state, and cannot be combined with --config.", "replay", "--state", "s")]
    public async Task Invalid_options_are_rejected(string problem, params string[] args)
    {
        var run = await CliRunner.RunAsync(["deadletter", .. args]);
        Assert.That((run.ExitCode, run.ErrorLines), Is.EqualTo((2, new[] { $"op-events: {problem}" })));
    }

    [Test]
    public async Task Damaged_file_is_reported_with_its_line()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["dead-letters"]);
        var path = folder.Write(Path.Combine("dead-letters", "siem.ndjson"), "{}\n");
        var run = await CliRunner.RunAsync("deadletter", "show", "--state", folder.Path);
        Assert.That(run.ExitCode, Is.EqualTo(7));
        Assert.That(run.Error, Is.EqualTo(
            $"op-events: {path} is damaged. Line 1 is not a dead letter. Correct or remove this line.\n"));
    }

    // The endpoint rejects the first two audit events.
    private static async Task<CliFixture> RejectedAsync(FakeEndpoint siem)
    {
        var fixture = await CliFixture.StartAsync(new EmulatorOptions { EventsPerFeed = 20 });
        var rejected = Rejected(fixture).Select(UuidOf).ToHashSet(StringComparer.Ordinal);
        siem.Rejects = line => rejected.Contains(UuidOf(line));
        fixture.Folder.Write("follow.json", $$"""
            {
              "accounts": [{ "name": "acme", "url": "{{fixture.Url}}", "token": { "env": "OP_EVENTS_TOKEN" } }],
              "state": "state",
              "outputs": [{ "type": "https", "name": "siem", "url": "{{siem.Url}}" }]
            }
            """);
        var run = await fixture.Runner.StartAsync(["follow", "--once", "--config", fixture.Folder["follow.json"]]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        return fixture;
    }

    private static string[] Rejected(CliFixture fixture) => CliFixture.SplitLines(fixture.Lines(EmulatorFeed.AuditEvents))[..2];

    private static string UuidOf(string line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("uuid").GetString()!;
    }

    private static async Task<IReadOnlyList<JsonElement>> LettersAsync(CliFixture fixture, params string[] filter)
    {
        var run = await RunAsync(fixture, ["show", "--json", "--state", fixture.Folder["state"], .. filter]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        return [.. CliFixture.SplitLines(run.Output).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static Task<CliResult> RunAsync(CliFixture fixture, params string[] args)
    {
        var runner = new CliRunner { Clock = fixture.Runner.Clock };
        foreach (var (name, value) in fixture.Runner.Environment)
            runner.Environment[name] = value;
        return runner.StartAsync(["deadletter", .. args]);
    }
}
