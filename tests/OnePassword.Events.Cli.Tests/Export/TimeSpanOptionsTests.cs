using System.Globalization;
using System.Text.Json;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Export;

/// <summary>The queries that <c>--since</c>, <c>--until</c> and <c>--page-size</c> send.</summary>
public sealed class TimeSpanOptionsTests
{
    [TestCase("24h", "2026-01-30T12:00:00Z")]
    [TestCase("30d", "2026-01-01T12:00:00Z")]
    [TestCase("90m", "2026-01-31T10:30:00Z")]
    [TestCase("30s", "2026-01-31T11:59:30Z")]
    [TestCase("250ms", "2026-01-31T11:59:59.75Z")]
    [TestCase("1.5d", "2026-01-30T00:00:00Z")]
    [TestCase("0s", "2026-01-31T12:00:00Z")]
    [TestCase("36500d", "1970-01-01T00:00:00Z")]
    [TestCase("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z")]
    [TestCase("2026-01-01T00:00:00+02:00", "2025-12-31T22:00:00Z")]
    [TestCase("2026-01-01T00:00:00.5Z", "2026-01-01T00:00:00.5Z")]
    [TestCase("2026-01-30", "2026-01-30T00:00:00Z")]
    [TestCase("today", "2026-01-31T00:00:00Z")]
    [TestCase("yesterday", "2026-01-30T00:00:00Z")]
    [TestCase("now", "2026-01-31T12:00:00Z")]
    public async Task Since_is_a_duration_back_from_now_or_a_time(string since, string start)
    {
        var query = (await QueriesAsync("auditevents", "--since", since)).Single();
        Assert.That((Time(query, "start_time"), Time(query, "end_time")), Is.EqualTo((Parse(start), CliFixture.Now)));
    }

    [TestCase("1h", "2026-01-31T11:00:00Z")]
    [TestCase("2026-01-31T00:00:00Z", "2026-01-31T00:00:00Z")]
    [TestCase("2026-01-31T00:00:00-08:00", "2026-01-31T08:00:00Z")]
    [TestCase("2026-01-31", "2026-01-31T00:00:00Z")]
    [TestCase("today", "2026-01-31T00:00:00Z")]
    [TestCase("yesterday", "2026-01-30T00:00:00Z")]
    public async Task Until_is_a_duration_back_from_now_or_a_time(string until, string end)
    {
        var query = (await QueriesAsync("itemusages", "--until", until, "--since", "2d")).Single();
        Assert.That((Time(query, "start_time"), Time(query, "end_time")), Is.EqualTo((CliFixture.Now.AddDays(-2), Parse(end))));
    }

    [Test]
    public async Task Default_time_range_is_the_retention_with_the_largest_pages([Values] EmulatorApi api)
    {
        var queries = await QueriesAsync("--api", CliFixture.Version(api));
        Assert.That(
            queries.Select(query => (Time(query, "start_time"), Time(query, "end_time"), query.GetProperty("limit").GetInt32())),
            Is.EqualTo(Enumerable.Repeat((CliFixture.Now.AddDays(-120), CliFixture.Now, 1_000), 3)));
    }

    [Test]
    [Category("InProcess")]
    public async Task Start_of_the_export_is_fixed_once_per_run()
    {
        await using var server = await RecordingServer.StartAsync();
        using var folder = new TemporaryFolder();
        var tool = new CliRunner { Clock = new HastyClock(), Environment = { ["OP_EVENTS_TOKEN"] = "s3cret" } };
        await tool.StartAsync(["export", "--url", server.Url, "--output", folder.Path]);
        var windows = server.Queries.Select(query => (Start: Time(query, "start_time"), End: Time(query, "end_time"))).ToList();
        Assert.That(windows, Has.Count.EqualTo(3));
        Assert.That(windows.Distinct(), Has.Exactly(1).Items);
        Assert.That(windows[0].End - windows[0].Start, Is.EqualTo(TimeSpan.FromDays(120)));
    }

    [TestCase(1)]
    [TestCase(99)]
    [TestCase(1000)]
    public async Task Page_size_is_the_limit_of_the_request(int size)
    {
        var queries = await QueriesAsync("--page-size", size.ToString(CultureInfo.InvariantCulture));
        Assert.That(queries.Select(query => query.GetProperty("limit").GetInt32()), Is.EqualTo(new[] { size, size, size }));
    }

    [Test]
    public async Task Page_size_determines_the_number_of_pages()
    {
        await using var fixture = await CliFixture.StartAsync(new EmulatorOptions { EventsPerFeed = 20 });
        await fixture.ExportAsync("auditevents", "--page-size", "7");
        Assert.That(
            fixture.RequestsFor(EmulatorFeed.AuditEvents).Select(request => request.Items), Is.EqualTo(new[] { 7, 7, 6 }));
    }

    [Test]
    public async Task Export_writes_only_the_events_of_its_time_range([Values] EmulatorApi api)
    {
        await using var fixture = await CliFixture.StartAsync(new EmulatorOptions { EventsPerFeed = 200 });
        await fixture.ExportAsync(
            "signinattempts", "--since", "18h", "--until", "2026-01-31T06:00:00Z", "--api", CliFixture.Version(api));
        var expected = CliFixture.SplitLines(fixture.Lines(EmulatorFeed.SignInAttempts, api))
            .Where(line => Time(JsonElement.Parse(line), "timestamp") is var time && time >= CliFixture.Now.AddHours(-18)
                && time < CliFixture.Now.AddHours(-6)).ToList();
        Assert.That(expected, Has.Count.InRange(50, 150));
        Assert.That(CliFixture.SplitLines(fixture.Folder.Read("signinattempts.ndjson")), Is.EqualTo(expected));
    }

    [TestCase("--since", "Today", "--since 'Today'")]
    [TestCase("--since", "", "--since ''")]
    [TestCase("--since", "h", "--since 'h'")]
    [TestCase("--since", "24", "--since '24'")]
    [TestCase("--since", "24x", "--since '24x'")]
    [TestCase("--since", "1e3h", "--since '1e3h'")]
    [TestCase("--since", "NaNd", "--since 'NaNd'")]
    [TestCase("--since", "99999999999d", "--since '99999999999d'")]
    [TestCase("--since", "2026-02-30", "--since '2026-02-30'")]
    [TestCase("--since", "31.1.2026", "--since '31.1.2026'")]
    [TestCase("--since", "2026-13-01T00:00:00Z", "--since '2026-13-01T00:00:00Z'")]
    [TestCase("--until", "tomorrow", "--until 'tomorrow'")]
    public async Task Invalid_time_is_rejected_with_the_accepted_forms(string option, string text, string expected) =>
        (
            await CliRunner.RunAsync(
                "export", "--emulator", option, text)).FailedWith(2, expected, "24h or 120d, a date such as 2026-01-31, an RFC 3339 time such as 2026-01-31T08:00:00Z, today, yesterday or now.");

    [TestCase("1h", "2h")]
    [TestCase("2026-01-31T00:00:00Z", "2026-01-30T00:00:00Z")]
    [TestCase("2999-01-31T00:00:00Z", "0s")]
    public async Task Time_range_that_ends_before_its_start_is_rejected(string since, string until) =>
        (
            await CliRunner.RunAsync(
                "export", "--emulator", "--since", since, "--until", until)).FailedWith(2, "--since", "is after --until");

    [TestCase("0")]
    [TestCase("-1")]
    [TestCase("1001")]
    public async Task Page_size_out_of_range_is_rejected(string size) =>
        (
            await CliRunner.RunAsync(
                "export", "--emulator", "--page-size",
                size)).FailedWith(2, $"--page-size '{size}' is not a whole number from 1 to 1000");

    [TestCase("ten")]
    [TestCase("")]
    [TestCase("99999999999")]
    [TestCase("1.5")]
    public async Task Page_size_that_is_not_a_number_is_rejected(string size) =>
        (await CliRunner.RunAsync("export", "--emulator", "--page-size", size)).FailedWith(2, "--page-size");

    private static async Task<List<JsonElement>> QueriesAsync(params string[] args)
    {
        await using var server = await RecordingServer.StartAsync();
        using var folder = new TemporaryFolder();
        var tool =
            new CliRunner { Clock = new FakeTimeProvider(CliFixture.Now), Environment = { ["OP_EVENTS_TOKEN"] = "s3cret" } };
        var run = await tool.StartAsync(["export", "--url", server.Url, "--output", folder.Path, .. args]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        return [.. server.Queries];
    }

    private static DateTimeOffset Time(JsonElement json, string name) => Parse(json.GetProperty(name).GetString()!);

    private static DateTimeOffset Parse(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);

    /// <summary>A clock that advances by a minute at each reading.</summary>
    private sealed class HastyClock : TimeProvider
    {
        private int _looks;

        public override DateTimeOffset GetUtcNow() => CliFixture.Now.AddMinutes(Interlocked.Increment(ref _looks));
    }
}
