using System.Globalization;
using System.Text;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Destinations.Tests;

/// <summary>
/// Following into Elasticsearch crashes at each of its steps: before and after a request, after the dead letters, and before and
/// after the commit. After each crash, the data streams roll over, and the server has more events.
/// </summary>
public sealed class DeliveryCrashTests
{
    private const int PageSize = 8;

    [TestCase(false)]
    [TestCase(true)]
    [Property("Statement", 13)]
    [Property("Statement", 14)]
    [Description("A crash at any step, a rollover and a longer page after the restart: one copy of each event.")]
    public async Task Elasticsearch_has_each_event_once_after_a_crash_at_any_step(bool isMonthly)
    {
        await using var server = await EventsEmulator.StartAsync(
            new EmulatorOptions { EventsPerFeed = 20, Span = TimeSpan.FromDays(40), Quota = Quota.Off });
        await using var service = await FakeElasticsearch.StartAsync();
        service.Authorization = "ApiKey a2V5";
        var poison = server.ReadAll(EmulatorFeed.AuditEvents, EmulatorApi.V2).Select(json => RawEvent.Parse(json).Uuid!).ElementAt(5);
        service.Bulk.Fails = document => document.Id == poison ? (400, "document_parsing_exception", "bad") : null;

        var step = 0;
        for (var hasCrashed = true; hasCrashed;)
        {
            step++;
            using var follow = new CrashingFollow(server, service, string.Create(CultureInfo.InvariantCulture, $"step{step}"), isMonthly);
            hasCrashed = await follow.CrashesAsync(step);
            service.Cluster.Rollover();
            Append(server, step);
            Assert.That(await follow.CrashesAsync(int.MaxValue), Is.False);

            var sent = server.ReadAll(EmulatorFeed.AuditEvents, EmulatorApi.V2).Select(json => RawEvent.Parse(json).Uuid);
            Assert.That(follow.Stored, Is.EquivalentTo(sent.Where(uuid => uuid != poison)), $"crash at the step {step}");
            Assert.That(follow.DeadLetters.Distinct(StringComparer.Ordinal), Is.EqualTo(new[] { poison }), $"crash at the step {step}");
        }
        Assert.That(step, Is.GreaterThan(12), "each page has steps: two of its request, and two of its commit");
    }

    private static void Append(EventsEmulator server, int number) => server.Append(
        EmulatorFeed.AuditEvents,
        Encoding.UTF8.GetBytes(
            $$"""{"uuid":"{{Pages.Uuid(number)}}","timestamp":"{{TimeProvider.System.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'}}"}"""));

    /// <summary>Follows one feed into the indices of one name, with a checkpoint and a file of dead letters.</summary>
    private sealed class CrashingFollow(EventsEmulator server, FakeElasticsearch service, string name, bool isMonthly) : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("op-events-").FullName;
        private readonly MemoryCheckpointStore _checkpoints = new();

        /// <summary>The ids of the stored documents, with repetitions.</summary>
        public IEnumerable<string> Stored =>
            from index in service.Cluster.Indices.Values
            where index.Name.EndsWith($"-{name}", StringComparison.Ordinal) || index.Name.StartsWith($"{name}-", StringComparison.Ordinal)
            from document in index.Documents
            select document.Id;

        /// <summary>The uuids of the dead letters, with repetitions.</summary>
        public IEnumerable<string?> DeadLetters => File().Read().Select(letter => letter.Event.Uuid);

        /// <summary>Follows from the checkpoint until there are no more events, or until a crash.</summary>
        public async Task<bool> CrashesAsync(int step)
        {
            var crash = new CrashPoint(step);
            var options = new ElasticsearchOptions
            {
                Url = service.Url,
                ApiKey = "a2V5",
                DataStream = isMonthly ? null : $"logs-1password.{{feed}}-{name}",
                Index = isMonthly ? $"{name}-{{feed}}-{{month}}" : null,
            };
            using var delivery = new EventDelivery(
                new CrashingDestination(new ElasticsearchDestination(options), crash),
                new DeliveryOptions { DeadLetters = File() });
            using var events = new EventsClient(server.Token, new EventsClientOptions { Region = EventsRegion.At(server.BaseAddress) });
            var isFirst = true;
            try
            {
                await foreach (var page in events.AuditEvents.FollowRawAsync(new CrashingStore(_checkpoints, crash), Follow))
                {
                    var origin = new EventOrigin { Feed = page.Feed, ReadAt = TimeProvider.System.GetUtcNow() };
                    await delivery.DeliverAsync(page.Items, origin, isFirst, new Reports(crash));
                    await page.CommitAsync();
                    isFirst = false;
                }
                return false;
            }
            catch (InvalidOperationException) when (crash.IsReached)
            {
                return true;
            }
        }

        public void Dispose() => Directory.Delete(_folder, recursive: true);

        private static FollowOptions Follow => new()
        {
            Start = EventQuery.Since(EventQuery.Retention, PageSize),
            StopWhenCaughtUp = true,
        };

        private DeadLetterFile File() => new(Path.Combine(_folder, "letters.ndjson"));
    }

    private sealed class Reports(CrashPoint crash) : IProgress<DeliveryReport>
    {
        public void Report(DeliveryReport value)
        {
            if (value.Parked.Count > 0)
                crash.Pass();
        }
    }
}
