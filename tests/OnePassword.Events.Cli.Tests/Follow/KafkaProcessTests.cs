using System.Globalization;
using System.Text;
using Confluent.Kafka;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;
using OnePassword.Events.Testing.Brokers;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>
/// Processes that follow into Kafka are killed or hang. Consumers of committed records then have each event once and in order. There
/// are 3 kills, or 100 with real brokers. <c>OP_EVENTS_KILLS</c> sets the number.
/// </summary>
/// <remarks>
/// The mock cluster delivers the records of aborted transactions too. With it, an event can be there again, but only in the page that a
/// kill interrupted. It has no fences.
/// </remarks>
[Category("InProcess")]
[Category("Slow")]
public sealed class KafkaProcessTests
{
    private const int PageSize = 20;

    private readonly Random _random = new(TestContext.CurrentContext.Random.Next());
    private TestCluster _cluster = null!;
    private EventsEmulator _server = null!;
    private TemporaryFolder _folder = null!;
    private int _kills;
    private int _appended;

    [TearDown]
    public async Task TearDown()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _cluster?.Dispose();
        _folder?.Dispose();
    }

    [TestCase(ClusterKind.Mock)]
    [TestCase(ClusterKind.Real)]
    public async Task No_event_is_lost_or_repeated_after_kills(ClusterKind kind)
    {
        await SetUpAsync(kind);
        var progress = new List<int>();
        for (var kill = 0; kill < _kills; kill++)
        {
            Append(); // Each run needs an event to store.
            var stored = Stored().Count;
            using var tool = Start("--page-size", $"{PageSize}");
            var inTheBeginning = _random.Next(5) == 0;
            while (!inTheBeginning && !tool.HasExited && Stored().Count == stored)
                await Task.Yield();
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(40)), TimeProvider.System);
            Assert.That(tool.HasExited, Is.False, tool.Error);
            tool.Kill();
            progress.Add(Stored().Count);
        }
        using var last = Start("--once");
        var (exitCode, _, error) = await last.EndAsync();
        Assert.That(exitCode, Is.Zero, error);
        TestContext.Out.WriteLine($"records at each kill: {string.Join(' ', progress)}");
        AssertComplete(kind);
    }

    [Test]
    [Platform("Linux")]
    public async Task Process_that_hung_and_was_replaced_commits_nothing_and_ends()
    {
        await SetUpAsync(ClusterKind.Real);
        using var first = Start();
        await StoredAllAsync();
        await first.SignalAsync("STOP");
        using var second = Start("--state", _folder["second"]);
        Append();
        await StoredAllAsync();
        await first.SignalAsync("CONT");
        Append();
        var (exitCode, _, error) = await first.EndAsync();
        Assert.That((exitCode, error), Is.EqualTo((7, error)));
        Assert.That(error, Does.Contain("another process has taken over"));
        await StoredAllAsync();
        AssertComplete(ClusterKind.Real);
    }

    private async Task SetUpAsync(ClusterKind kind)
    {
        _cluster = await TestCluster.StartAsync(kind);
        _kills = Environment.GetEnvironmentVariable("OP_EVENTS_KILLS") is { } kills
            ? int.Parse(kills, CultureInfo.InvariantCulture)
            : kind == ClusterKind.Real ? 100 : 3;
        _folder = new TemporaryFolder();
        _server = await EventsEmulator.StartAsync(new EmulatorOptions
        {
            EventsPerFeed = 60 * _kills,
            Span = TimeSpan.FromDays(60),
            Quota = Quota.Off,
            Latency = TimeSpan.FromMilliseconds(5),
        });
    }

    private CliProcess Start(params string[] args) => CliProcess.Start(
        _server.Token,
        [
            "follow", "--url", _server.BaseAddress.AbsoluteUri, "--poll", "1s", "--to", "kafka", "--set", "tls=false",
            "--set", $"bootstrap_servers={_cluster.Client.BootstrapServers}", "--set", $"topic={_cluster.Options.Topic}",
            "--set", $"checkpoint_topic={_cluster.Options.CheckpointTopic}",
            .. args.Contains("--state", StringComparer.Ordinal) ? [] : new[] { "--state", _folder["state"] }, .. args,
        ]);

    private void Append()
    {
        var time = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        _appended++;
        foreach (var feed in CliFixture.AllFeeds)
            _server.Append(feed, Encoding.UTF8.GetBytes($$"""{"uuid":"{{feed}}{{_appended}}","timestamp":"{{time}}"}"""));
    }

    private IReadOnlyList<ConsumeResult<byte[]?, byte[]?>> Stored() => Topics.Read(_cluster.Client, _cluster.Options.Topic);

    private Task StoredAllAsync()
    {
        var all = CliFixture.AllFeeds.Sum(feed => _server.ReadAll(feed, EmulatorApi.V2).Count());
        return Wait.UntilAsync(() => Stored().Count >= all, "all events are stored");
    }

    private void AssertComplete(ClusterKind kind)
    {
        var stored = Stored();
        foreach (var feed in CliFixture.AllFeeds)
        {
            var values = stored.Where(record => record.Header("feed") == CliFixture.Name(feed))
                .Select(record => Encoding.UTF8.GetString(record.Message.Value!)).ToList();
            var distinct = values.Distinct(StringComparer.Ordinal).ToList();
            Assert.That(distinct, Is.EqualTo(_server.ReadAll(feed, EmulatorApi.V2).Select(json => Encoding.UTF8.GetString(json.Span))), $"{feed}");
            var interrupted = kind == ClusterKind.Real ? 0 : _kills * PageSize;
            Assert.That(values.Count - distinct.Count, Is.LessThanOrEqualTo(interrupted), $"{feed}: events that are there again");
        }
    }
}
