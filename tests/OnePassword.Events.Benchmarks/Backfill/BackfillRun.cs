using OnePassword.Events.Emulator;

namespace OnePassword.Events.Benchmarks.Backfill;

/// <summary>
/// One reading of 120 days of all three feeds at once, from its own emulator with the quotas of the API.
/// </summary>
internal sealed class BackfillRun : IAsyncDisposable
{
    // Slightly less: the emulator does not return events that are older than 120 days at the time of the request.
    private static readonly TimeSpan AllDays = EventQuery.Retention - TimeSpan.FromHours(2);
    private static readonly TimeSpan Middle = EventQuery.Retention / 2;

    private readonly EventsEmulator _emulator;
    private readonly EventsClient _client;
    private readonly EventQuery _query;
    private int _events;

    private BackfillRun(EventsEmulator emulator, EventQuery query)
    {
        (_emulator, _query) = (emulator, query);
        _client = new EventsClient(emulator.Token, new EventsClientOptions { Region = EventsRegion.At(emulator.BaseAddress) });
    }

    /// <summary>Gets the number of events that were read.</summary>
    public int Events => _events;

    /// <summary>Gets the number of requests.</summary>
    public int Requests => _emulator.Requests.Count;

    /// <summary>Gets the number of requests that were rejected with 429.</summary>
    public int Rejected => _emulator.Requests.Count(request => request.Status == 429);

    public static async Task<BackfillRun> StartAsync(BackfillCase @case)
    {
        var now = TimeProvider.System.GetUtcNow();
        var emulator = await EventsEmulator.StartAsync(new()
        {
            EventsPerFeed = @case.EventsPerFeed,
            Span = @case.Dense ? TimeSpan.FromDays(1) : AllDays,
            Now = @case.Dense ? now - Middle : now,
            Latency = @case.Latency,
        });
        return new(emulator, EventQuery.Between(now - EventQuery.Retention, now, BackfillCase.PageSize));
    }

    /// <summary>Reads in parallel, or without options sequentially.</summary>
    /// <returns>The elapsed time.</returns>
    public async Task<TimeSpan> ReadAsync(ReadOptions? options, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(_client.Feeds.Select(feed => CountAsync(
            options is null
                ? feed.ReadRawAsync(_query, cancellationToken)
                : feed.ReadRawAsync(_query, options, cancellationToken))));
        return TimeProvider.System.GetElapsedTime(start);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _emulator.DisposeAsync();
    }

    private async Task CountAsync(IAsyncEnumerable<RawEventPage> pages)
    {
        await foreach (var page in pages)
        {
            using (page)
                Interlocked.Add(ref _events, page.Items.Count);
        }
    }
}
