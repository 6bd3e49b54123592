using System.Globalization;
using System.Text;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>
/// Processes that follow into a bucket are killed or hang. At the end, the objects have each event once and in order. The server
/// sends events again. There are 5 kills, or 100 with <c>OP_EVENTS_TOOL</c>. <c>OP_EVENTS_KILLS</c> sets the number.
/// </summary>
[Category("Slow")]
public sealed class ObjectStorageProcessTests
{
    private static readonly int Kills = Environment.GetEnvironmentVariable("OP_EVENTS_KILLS") is { } kills
        ? int.Parse(kills, CultureInfo.InvariantCulture)
        : BuiltTool.IsNamed ? 100 : 5;

    private readonly Random _random = new(TestContext.CurrentContext.Random.Next());
    private EventsEmulator _server = null!;
    private FollowedBucket _bucket = null!;
    private int _appended;

    [SetUp]
    public async Task SetUp()
    {
        _server = await EventsEmulator.StartAsync(new EmulatorOptions
        {
            EventsPerFeed = 60 * Kills,
            Span = TimeSpan.FromDays(60),
            Quota = Quota.Off,
            Latency = TimeSpan.FromMilliseconds(5),
        });
        _bucket = await FollowedBucket.StartAsync(_server);
    }

    [TearDown]
    public async Task TearDown()
    {
        await _bucket.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task Each_event_is_stored_once_after_kills()
    {
        var progress = new List<int>();
        for (var kill = 0; kill < Kills; kill++)
        {
            Append(); // Each run needs an event to store.
            var objects = _bucket.S3.Objects.Count;
            using var tool = Start("--page-size", "20");
            var inTheBeginning = _random.Next(5) == 0;
            while (!inTheBeginning && !tool.HasExited && _bucket.S3.Objects.Count < objects + 9) // Entries of three feeds, and pages.
                await Task.Yield();
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(40)), TimeProvider.System);
            Assert.That(tool.HasExited, Is.False, tool.Error);
            tool.Kill();
            progress.Add(_bucket.S3.Objects.Count);
        }
        using var last = Start("--once");
        var (exitCode, _, error) = await last.EndAsync();
        Assert.That(exitCode, Is.Zero, error);
        TestContext.Out.WriteLine($"objects at each kill: {string.Join(' ', progress)}");
        _bucket.AssertComplete();
    }

    [Test]
    [Platform("Linux")]
    public async Task Process_that_hung_and_was_replaced_stores_nothing_and_ends()
    {
        using var first = Start();
        await StoredAllAsync();
        await first.SignalAsync("STOP");
        Append();
        using var second = Start();
        await StoredAllAsync();

        await first.SignalAsync("CONT");
        Append();
        var (exitCode, _, error) = await first.EndAsync();

        Assert.That(exitCode, Is.EqualTo(7), error);
        foreach (var feed in CliFixture.AllFeeds)
        {
            Assert.That(
                error.Split('\n').Count(line => line.Contains("another process has taken", StringComparison.Ordinal)
                    && line.Contains(CliFixture.Name(feed), StringComparison.Ordinal)),
                Is.EqualTo(1), error);
        }
        await StoredAllAsync();
        Assert.That(second.HasExited, Is.False, second.Error);
        _bucket.AssertComplete();
    }

    [Test]
    [Platform("Linux")]
    [Description("The time of the signal is random: also between the entry of a page and its events.")]
    public async Task Process_that_hung_during_a_backfill_and_was_replaced_loses_and_repeats_nothing()
    {
        var progress = new List<int>();
        for (var round = 0; round < Math.Max(1, Kills / 10); round++)
        {
            Append(); // Each run needs an event to store.
            using var first = Start("--page-size", "5");
            await StartedAsync(first);
            var objects = _bucket.S3.Objects.Count + _random.Next(60);
            await Wait.UntilAsync(() => _bucket.S3.Objects.Count >= objects || _bucket.HasAll, "pages are stored");
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(20)), TimeProvider.System);
            await first.SignalAsync("STOP");
            progress.Add(_bucket.Count());
            using var second = Start("--page-size", "5");
            await StartedAsync(second);

            await first.SignalAsync("CONT");
            Append(); // A feed that has caught up ends with the next event.
            var (exitCode, _, error) = await first.EndAsync();
            Assert.That(exitCode, Is.EqualTo(7), error);
            second.Kill();
        }
        using var last = Start("--once", "--quota", "off"); // The pages of its cursor are small.
        Assert.That((await last.EndAsync()).ExitCode, Is.Zero, last.Error);
        TestContext.Out.WriteLine($"events at each signal: {string.Join(' ', progress)}");
        _bucket.AssertComplete();
    }

    // It has taken all feeds. Before, it would take those that remain from the other process.
    private static async Task StartedAsync(CliProcess tool)
    {
        await Wait.UntilAsync(
            () => tool.HasExited || CliFixture.AllFeeds.All(feed =>
                tool.Error.Contains($"{CliFixture.Name(feed)}: continues", StringComparison.Ordinal)
                || tool.Error.Contains($"{CliFixture.Name(feed)}: starts", StringComparison.Ordinal)),
            "all feeds have started");
        Assert.That(tool.HasExited, Is.False, tool.Error);
    }

    private CliProcess Start(params string[] args) => CliProcess.StartIn("", _bucket.Environment, [.. _bucket.Follow, .. args]);

    // The server sends each event twice.
    private void Append()
    {
        var time = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        _appended++;
        foreach (var feed in CliFixture.AllFeeds)
        {
            var json = Encoding.UTF8.GetBytes($$"""{"uuid":"{{feed}}{{_appended}}","timestamp":"{{time}}"}""");
            _server.Append(feed, json);
            _server.Append(feed, json);
        }
    }

    private Task StoredAllAsync() => Wait.UntilAsync(() => _bucket.HasAll, "all events are stored");
}
