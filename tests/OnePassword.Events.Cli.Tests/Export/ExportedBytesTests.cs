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
    public async Task Export_writes_the_events_of_the_server([Values] EmulatorApi api, [Range(0, 4)] int server)
    {
        await using var fixture = await CliFixture.StartAsync(Servers[server]);
        var run = await fixture.ExportAsync("--api", CliFixture.Version(api), "--page-size", "50");

        Assert.That((run.ExitCode, run.OutputText), Is.EqualTo((0, "")), run.Error);
        Assert.That(fixture.Folder.Files, Is.EqualTo(CliFixture.AllFeeds.Select(CliFixture.File)));
        foreach (var feed in CliFixture.AllFeeds)
        {
            Assert.That(fixture.RequestsFor(feed).Count(), Is.GreaterThanOrEqualTo(5), "several pages");
            Assert.That(fixture.Folder.Read(CliFixture.File(feed)), Is.Not.Empty.And.EqualTo(fixture.Lines(feed, api)));
        }
    }

    // In the order of time, which differs from the order of arrival.
    [Test]
    public async Task Export_writes_late_events_exactly_once([Values] EmulatorApi api)
    {
        await using var fixture = await CliFixture.StartAsync(Small with { LateShare = 0.3, Span = TimeSpan.FromDays(3) });
        Assert.That((await fixture.ExportAsync("--api", CliFixture.Version(api), "--page-size", "20")).ExitCode, Is.Zero);
        foreach (var feed in CliFixture.AllFeeds)
            Assert.That(
                CliFixture.SplitLines(fixture.Folder.Read(CliFixture.File(feed))),
                Is.Unique.And.EquivalentTo(CliFixture.SplitLines(fixture.Lines(feed, api))));
    }

    [Test]
    public async Task Export_removes_only_line_breaks_between_JSON_tokens()
    {
        await using var fixture = await CliFixture.StartAsync(new EmulatorOptions { EventsPerFeed = 0 });
        fixture.Server.Append(EmulatorFeed.AuditEvents, Encoding.UTF8.GetBytes(
            "{ \"uuid\" :\r\n\t \"A\\n\\u0041\",\n\"n\":1.50e+3 ,\r\n \"é\":[ ],\"timestamp\":\"2026-01-31T11:00:00.123456789Z\"\n}"));
        await fixture.ExportAsync("auditevents");
        Assert.That(
            fixture.Folder.ReadText("auditevents.ndjson"),
            Is.EqualTo(
                "{ \"uuid\" :\t \"A\\n\\u0041\",\"n\":1.50e+3 , \"é\":[ ],\"timestamp\":\"2026-01-31T11:00:00.123456789Z\"}\n"));
    }

    [Test]
    public async Task Export_uses_the_paths_of_the_API_version([Values] EmulatorApi api)
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        await fixture.ExportAsync("--api", CliFixture.Version(api));
        Assert.That(
            fixture.Server.Requests.Select(request => request.Path),
            Has.Exactly(4).Items.And.All.StartsWith(api == EmulatorApi.V1 ? "/api/v1/" : "/api/v2/").Or
                .EqualTo("/api/auth/introspect"));
    }

    [Test]
    public async Task Export_from_the_embedded_emulator_writes_three_files_of_1000_unique_events([Values] EmulatorApi api)
    {
        using var folder = new TemporaryFolder();
        var run = await CliRunner.RunAsync("export", "--emulator", "--api", CliFixture.Version(api), "--output", folder["out"]);

        Assert.That((run.ExitCode, run.OutputText), Is.EqualTo((0, "")), run.Error);
        Assert.That(folder.Files, Is.EqualTo(CliFixture.AllFeeds.Select(feed => Path.Combine("out", CliFixture.File(feed)))));
        foreach (var file in folder.Files)
        {
            var uuids = CliFixture.SplitLines(folder.Read(file)).Select(
                line => JsonElement.Parse(line).GetProperty("uuid").GetString()).ToList();
            Assert.That(uuids, Is.Unique);
            Assert.That(uuids, Has.Count.EqualTo(1_000));
        }
    }

    [Test]
    public async Task Export_of_many_events_is_complete()
    {
        await using var fixture = await CliFixture.StartAsync(new EmulatorOptions { EventsPerFeed = 25_000 });
        var run = await fixture.ExportAsync();
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        foreach (var feed in CliFixture.AllFeeds)
            Assert.That(
                fixture.Folder.Read(CliFixture.File(feed)).AsSpan().SequenceEqual(fixture.Lines(feed)), Is.True,
                CliFixture.Name(feed));
    }
}
