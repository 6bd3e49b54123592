using System.Diagnostics;
using System.Globalization;
using System.Text;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;
using OnePassword.Events.Testing.Databases;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>
/// Processes that follow into PostgreSQL are killed or hang. At the end, the database has each event once and in order. There are 5
/// kills, or 100 with <c>OP_EVENTS_TOOL</c>. <c>OP_EVENTS_KILLS</c> sets the number.
/// </summary>
[Category("Slow")]
[RequiresPostgreSql]
public sealed class PostgreSqlProcessTests
{
    private static readonly int Kills = Environment.GetEnvironmentVariable("OP_EVENTS_KILLS") is { } kills
        ? int.Parse(kills, CultureInfo.InvariantCulture)
        : BuiltTool.IsNamed ? 100 : 5;

    private readonly Random _random = new(TestContext.CurrentContext.Random.Next());
    private EventsEmulator _server = null!;
    private TestDatabase _database = null!;
    private int _appended;

    [SetUp]
    public async Task SetUp()
    {
        _database = await TestDatabase.CreateAsync();
        _server = await EventsEmulator.StartAsync(new EmulatorOptions
        {
            EventsPerFeed = 60 * Kills,
            Span = TimeSpan.FromDays(60),
            Quota = Quota.Off,
            Latency = TimeSpan.FromMilliseconds(5),
        });
    }

    [TearDown]
    public async Task TearDown()
    {
        await _server.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task Each_event_is_stored_once_after_kills()
    {
        var progress = new List<long>();
        for (var kill = 0; kill < Kills; kill++)
        {
            Append(); // Each run needs an event to store.
            var stored = await CountAsync();
            using var tool = Start("--page-size", "20");
            var inTheBeginning = _random.Next(5) == 0;
            while (!inTheBeginning && !tool.HasExited && await CountAsync() == stored)
                await Task.Yield();
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(40)), TimeProvider.System);
            Assert.That(tool.HasExited, Is.False, tool.Error);
            tool.Kill();
            progress.Add(await CountAsync());
        }
        using var last = Start("--once");
        var (exitCode, _, error) = await last.EndAsync();
        Assert.That(exitCode, Is.Zero, error);
        TestContext.Out.WriteLine($"events at each kill: {string.Join(' ', progress)}");
        await AssertCompleteAsync();
    }

    [Test]
    public async Task Second_process_takes_over_when_the_first_is_killed()
    {
        var first = Start();
        await StoredAllAsync();
        using var second = Start();
        await ReportedAsync(second, "Waiting to take over.");
        Append();
        await StoredAllAsync();

        first.Kill();
        var killed = Stopwatch.GetTimestamp();
        first.Dispose();
        Append();
        await StoredAllAsync();

        TestContext.Out.WriteLine($"stored {Stopwatch.GetElapsedTime(killed).TotalSeconds:0.0} s after the kill");
        await AssertCompleteAsync();
    }

    [Test]
    [Platform("Linux")]
    public async Task Process_that_hung_and_was_replaced_commits_nothing_and_waits()
    {
        using var first = Start();
        await StoredAllAsync();
        using var second = Start();
        await ReportedAsync(second, "Waiting to take over.");

        await first.SignalAsync("STOP");
        await _database.ExecuteAsync(EndOwner); // The waiting process does this after 20 seconds.
        Append();
        await StoredAllAsync();
        await first.SignalAsync("CONT");
        Append();
        await ReportedAsync(first, "Another process has taken over");
        await StoredAllAsync();

        second.Kill();
        Append();
        await StoredAllAsync();
        await AssertCompleteAsync();
    }

    private const string EndOwner = """
        SELECT pg_terminate_backend(pid) FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """;

    private static Task ReportedAsync(CliProcess tool, string text) =>
        Wait.UntilAsync(() => tool.HasExited || tool.Error.Contains(text, StringComparison.Ordinal), $"the tool reports '{text}'");

    private CliProcess Start(params string[] args) => CliProcess.Start(
        _server.Token,
        [
            "follow", "--url", _server.BaseAddress.AbsoluteUri, "--poll", "1s", "--to", "postgresql",
            "--set", $"connection={_database.ConnectionString}", .. args,
        ]);

    private void Append()
    {
        var time = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        _appended++;
        foreach (var feed in CliFixture.AllFeeds)
            _server.Append(feed, Encoding.UTF8.GetBytes($$"""{"uuid":"{{feed}}{{_appended}}","timestamp":"{{time}}"}"""));
    }

    private async Task<long> CountAsync() => (long)(await _database.ValueAsync("SELECT count(*) FROM op_events.event"))!;

    private async Task StoredAllAsync()
    {
        var all = CliFixture.AllFeeds.Sum(feed => _server.ReadAll(feed, EmulatorApi.V2).Count());
        var start = Stopwatch.GetTimestamp();
        while (await CountAsync() < all)
        {
            Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(Wait.Limit), "not all events are stored");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    private async Task AssertCompleteAsync()
    {
        foreach (var feed in CliFixture.AllFeeds)
        {
            var stored = await _database.BodiesAsync(CliFixture.Name(feed));
            Assert.That(
                stored.Select(Encoding.UTF8.GetString),
                Is.EqualTo(_server.ReadAll(feed, EmulatorApi.V2).Select(json => Encoding.UTF8.GetString(json.Span))), $"{feed}");
        }
    }
}
