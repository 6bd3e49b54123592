using System.Text;
using System.Text.Json;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Export;

/// <summary>Each line is the event as the server sent it, in the server's order.</summary>
public sealed class ExportedBytesTests
{
    private static readonly EmulatorOptions Small = new() { EventsPerFeed = 250 };

    private static readonly EmulatorOptions[] Servers =
    [
        Small,
        Small with { Seed = 7, UnknownFields = true },
        Small with { Indented = true },
        Small with { Indented = true, UnknownFields = true },
        Small with { TrailingEmptyPage = true },
    ];

    [Test]
    public async Task Files_equal_what_the_server_has([Values] EmulatorApi api, [Range(0, 4)] int server)
    {
        await using var stage = await Stage.StartAsync(Servers[server]);
        var run = await stage.ExportAsync("--api", Stage.Version(api), "--page-size", "50");

        Assert.That((run.ExitCode, run.OutputText), Is.EqualTo((0, "")), run.Error);
        Assert.That(stage.Folder.Files, Is.EqualTo(Stage.AllFeeds.Select(Stage.File)));
        foreach (var feed in Stage.AllFeeds)
        {
            Assert.That(stage.RequestsFor(feed).Count(), Is.GreaterThanOrEqualTo(5), "several pages");
            Assert.That(stage.Folder.Read(Stage.File(feed)), Is.Not.Empty.And.EqualTo(stage.Lines(feed, api)));
        }
    }

    // In the order of time, which is not that in which they came.
    [Test]
    public async Task Files_have_what_arrived_late_once_as_well([Values] EmulatorApi api)
    {
        await using var stage = await Stage.StartAsync(Small with { LateShare = 0.3, Span = TimeSpan.FromDays(3) });
        Assert.That((await stage.ExportAsync("--api", Stage.Version(api), "--page-size", "20")).ExitCode, Is.Zero);
        foreach (var feed in Stage.AllFeeds)
            Assert.That(Stage.SplitLines(stage.Folder.Read(Stage.File(feed))), Is.Unique.And.EquivalentTo(Stage.SplitLines(stage.Lines(feed, api))));
    }

    [Test]
    public async Task Line_breaks_between_tokens_go_and_nothing_else()
    {
        await using var stage = await Stage.StartAsync(new EmulatorOptions { EventsPerFeed = 0 });
        stage.Server.Append(EmulatorFeed.AuditEvents, Encoding.UTF8.GetBytes(
            "{ \"uuid\" :\r\n\t \"A\\n\\u0041\",\n\"n\":1.50e+3 ,\r\n \"é\":[ ],\"timestamp\":\"2026-01-31T11:00:00.123456789Z\"\n}"));
        await stage.ExportAsync("auditevents");
        Assert.That(
            stage.Folder.ReadText("auditevents.ndjson"),
            Is.EqualTo("{ \"uuid\" :\t \"A\\n\\u0041\",\"n\":1.50e+3 , \"é\":[ ],\"timestamp\":\"2026-01-31T11:00:00.123456789Z\"}\n"));
    }

    [Test]
    public async Task Both_versions_are_asked_by_their_own_paths([Values] EmulatorApi api)
    {
        await using var stage = await Stage.StartAsync(Small);
        await stage.ExportAsync("--api", Stage.Version(api));
        Assert.That(
            stage.Server.Requests.Select(request => request.Path),
            Has.Exactly(4).Items.And.All.StartsWith(api == EmulatorApi.V1 ? "/api/v1/" : "/api/v2/").Or.EqualTo("/api/auth/introspect"));
    }

    [Test]
    public async Task The_embedded_emulator_gives_three_files_of_a_thousand_unique_events([Values] EmulatorApi api)
    {
        using var folder = new TemporaryFolder();
        var run = await Tool.RunAsync("export", "--emulator", "--api", Stage.Version(api), "--output", folder["out"]);

        Assert.That((run.ExitCode, run.OutputText), Is.EqualTo((0, "")), run.Error);
        Assert.That(folder.Files, Is.EqualTo(Stage.AllFeeds.Select(feed => Path.Combine("out", Stage.File(feed)))));
        foreach (var file in folder.Files)
        {
            var uuids = Stage.SplitLines(folder.Read(file)).Select(line => JsonElement.Parse(line).GetProperty("uuid").GetString()).ToList();
            Assert.That(uuids, Is.Unique);
            Assert.That(uuids, Has.Count.EqualTo(1_000));
        }
    }

    [Test]
    public async Task Many_events_are_all_exported_and_equal()
    {
        await using var stage = await Stage.StartAsync(new EmulatorOptions { EventsPerFeed = 25_000 });
        var run = await stage.ExportAsync();
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        foreach (var feed in Stage.AllFeeds)
            Assert.That(stage.Folder.Read(Stage.File(feed)).AsSpan().SequenceEqual(stage.Lines(feed)), Is.True, Stage.Name(feed));
    }
}
