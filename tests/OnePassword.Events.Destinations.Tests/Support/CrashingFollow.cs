using OnePassword.Events.Emulator;

namespace OnePassword.Events.Destinations.Tests.Support;

/// <summary>Follows one feed into the indices of one name, with a checkpoint and a file of dead letters that survive a crash.</summary>
internal sealed class CrashingFollow(EventsEmulator server, FakeElasticsearch service, string name, bool isMonthly) : IDisposable
{
    private const int PageSize = 8;

    private readonly string _folder = Directory.CreateTempSubdirectory("op-events-").FullName;
    private readonly MemoryCheckpointStore _checkpoints = new();

    /// <summary>The ids of the stored documents, with repetitions.</summary>
    public IEnumerable<string> Stored =>
        from index in service.Cluster.Indices.Values
        where index.Name.StartsWith($"{name}-", StringComparison.Ordinal)
            || index.Name.EndsWith($"-{name}", StringComparison.Ordinal)
        from document in index.Documents
        select document.Id;

    /// <summary>The uuids of the dead letters, with repetitions.</summary>
    public IEnumerable<string?> DeadLetters => DeadLetterFile.Read().Select(letter => letter.Event.Uuid);

    private DeadLetterFile DeadLetterFile => new(Path.Combine(_folder, "letters.ndjson"));

    private ElasticsearchOptions Destination => new()
    {
        Url = service.Url,
        DataStream = isMonthly ? null : $"logs-1password.{{feed}}-{name}",
        Index = isMonthly ? $"{name}-{{feed}}-{{month}}" : null,
    };

    /// <summary>Follows from the checkpoint until there are no more events, or until a crash at a step.</summary>
    /// <returns>Whether it crashed.</returns>
    public async Task<bool> CrashesAsync(int step)
    {
        var crash = new CrashPoint(step);
        using var delivery = new EventDelivery(
            new CrashingDestination(new ElasticsearchDestination(Destination), crash),
            new DeliveryOptions { DeadLetters = DeadLetterFile });
        using var events = new EventsClient(
            server.Token, new EventsClientOptions { Region = EventsRegion.At(server.BaseAddress) });
        var options = new FollowOptions
        {
            Start = EventQuery.Since(EventQuery.Retention, PageSize),
            StopWhenCaughtUp = true,
        };
        var isFirst = true;
        try
        {
            await foreach (var page in events.AuditEvents.FollowRawAsync(new CrashingStore(_checkpoints, crash), options))
            {
                var origin = new EventOrigin { Feed = page.Feed, ReadAt = TimeProvider.System.GetUtcNow() };
                await delivery.DeliverAsync(page.Items, origin, mayHaveArrived: isFirst, new Reports(crash));
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

    private sealed class Reports(CrashPoint crash) : IProgress<DeliveryReport>
    {
        public void Report(DeliveryReport value)
        {
            if (value.DeadLetters.Count > 0)
                crash.Pass();
        }
    }
}
