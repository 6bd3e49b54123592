using System.Globalization;
using System.Net;
using System.Text;

namespace OnePassword.Events.Tests.Support;

/// <summary>Responds after a latency, by the clock of the test, with a number of pages per feed.</summary>
internal sealed class SlowServer(TimeProvider clock, TimeSpan latency, int pagesPerFeed) : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _pages = new(StringComparer.Ordinal);
    private int _inFlight;

    /// <summary>The times of the requests, in order.</summary>
    public List<DateTimeOffset> Times { get; } = [];

    /// <summary>The number of requests that wait for their response.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        LeakWatch.CheckRecognized(request);
        int page;
        lock (_lock)
        {
            Times.Add(clock.GetUtcNow());
            page = _pages[request.RequestUri!.AbsolutePath] = _pages.GetValueOrDefault(request.RequestUri.AbsolutePath) + 1;
        }
        var responded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var timer = clock.CreateTimer(
            _ =>
            {
                Interlocked.Decrement(ref _inFlight); // First, so that the test does not count it as waiting.
                responded.SetResult();
            },
            null,
            latency,
            Timeout.InfiniteTimeSpan);
        Interlocked.Increment(ref _inFlight);
        await responded.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        var body = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"cursor":"c{{page}}","has_more":{{(page < pagesPerFeed ? "true" : "false")}},"items":[]}""");
        var content = new StringContent(body, Encoding.UTF8, "application/json");
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
    }
}
