namespace OnePassword.Events.Benchmarks.Drain;

/// <summary>The library with its quota, retries and telemetry.</summary>
internal sealed class FacadeDrain : IDisposable
{
    private readonly EventsClient _client;
    private readonly EventQuery _query;

    public FacadeDrain(Target target)
    {
        _query = EventQuery.Since(target.Since);
        _client = new EventsClient(target.Connect(), target.Token, new EventsClientOptions
        {
            Region = EventsRegion.At(target.Address),
            Resilience = { RateLimiter = { PerMinute = 1_000_000, PerHour = 1_000_000 } },
        });
    }

    public async Task<int> ItemsAsync()
    {
        var count = 0;
        await foreach (var usage in _client.ItemUsages.ReadAsync(_query))
            count += usage is null ? 0 : 1;
        return count;
    }

    public async Task<int> PagesAsync()
    {
        var count = 0;
        await foreach (var page in _client.ItemUsages.ReadAsync(_query).AsPages())
            count += page.Items.Count;
        return count;
    }

    public async Task<int> RawAsync()
    {
        var count = 0;
        await foreach (var page in _client.ItemUsages.ReadRawAsync(_query))
        {
            using (page)
                count += page.Items.Count;
        }
        return count;
    }

    public void Dispose() => _client.Dispose();
}
