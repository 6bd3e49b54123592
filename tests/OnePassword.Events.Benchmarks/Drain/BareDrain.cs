using OnePassword.Events.V2;

namespace OnePassword.Events.Benchmarks.Drain;

/// <summary>The generated client and a loop over its cursor.</summary>
internal sealed class BareDrain : IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly EventsV2Client _client;
    private readonly CursorRequest _first;

    /// <param name="target">The server.</param>
    /// <param name="buffered">Whether a handler buffers the bodies; otherwise HttpContent does, with one more copy.</param>
    public BareDrain(Target target, bool buffered)
    {
        var sender = new BearerHandler(target.Token, target.Connect());
        _http = new HttpMessageInvoker(buffered ? new BufferingHandler(sender) : sender);
        _client = new EventsV2Client(_http, target.Address);
        _first = new CursorRequest { Limit = EventQuery.MaxPageSize, StartTime = new EventTime(target.Since) };
    }

    public async Task<int> PagesAsync()
    {
        var count = 0;
        for (var request = _first; request is not null;)
        {
            var page = await _client.GetItemUsagesAsync(request, context: null, CancellationToken.None);
            count += page.Items!.Count;
            request = page.HasMore == true ? new CursorRequest { Cursor = page.Cursor } : null;
        }
        return count;
    }

    public async Task<int> RawAsync()
    {
        var count = 0;
        for (var request = _first; request is not null;)
        {
            using var page = RawEventPage.Parse(await _client.GetItemUsagesRawAsync(request, context: null, CancellationToken.None));
            count += page.Items.Count;
            request = page.HasMore ? new CursorRequest { Cursor = page.Cursor } : null;
        }
        return count;
    }

    public void Dispose() => _http.Dispose();
}
