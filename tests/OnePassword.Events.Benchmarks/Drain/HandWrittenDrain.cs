using System.Net.Http.Json;
using OnePassword.Events.Benchmarks.Rival;

namespace OnePassword.Events.Benchmarks.Drain;

/// <summary>A client as users write it by hand: HttpClient and the source generator of System.Text.Json.</summary>
internal sealed class HandWrittenDrain : IDisposable
{
    private readonly HttpClient _http;
    private readonly Request _first;

    public HandWrittenDrain(Target target)
    {
        _http = new HttpClient(target.Connect()) { BaseAddress = target.Address };
        _http.DefaultRequestHeaders.Authorization = new("Bearer", target.Token);
        _first = new Request { Limit = 1_000, StartTime = target.Since };
    }

    public async Task<int> PagesAsync()
    {
        var count = 0;
        for (var request = _first; request is not null;)
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, "api/v2/itemusages") { Content = JsonContent.Create(request, RivalContext.Default.Request) };
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
            response.EnsureSuccessStatusCode();
            var page = await response.Content.ReadFromJsonAsync(RivalContext.Default.PageItemUsage);
            count += page!.Items!.Count;
            request = page.HasMore == true ? new Request { Cursor = page.Cursor } : null;
        }
        return count;
    }

    public void Dispose() => _http.Dispose();
}
