using System.Globalization;
using System.Net;
using System.Text;

namespace OnePassword.Events.Tests.Support;

/// <summary>Answers after a while, by the clock of the test, with pages that go on until each feed has had its number.</summary>
internal sealed class SlowServer(TimeProvider clock, TimeSpan latency, int pagesPerFeed) : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _pages = new(StringComparer.Ordinal);
    private int _underWay;

    /// <summary>When requests came, in order.</summary>
    public List<DateTimeOffset> Times { get; } = [];

    /// <summary>How many requests wait for their answer.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        LeakWatch.Know(request);
        int page;
        lock (_lock)
        {
            Times.Add(clock.GetUtcNow());
            page = _pages[request.RequestUri!.AbsolutePath] = _pages.GetValueOrDefault(request.RequestUri.AbsolutePath) + 1;
        }
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var timer = clock.CreateTimer(
            _ =>
            {
                Interlocked.Decrement(ref _underWay); // Before anybody goes on: who turns the clock must not count it as waiting.
                answered.SetResult();
            },
            null,
            latency,
            Timeout.InfiniteTimeSpan);
        Interlocked.Increment(ref _underWay);
        await answered.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        var body = string.Create(CultureInfo.InvariantCulture, $$"""{"cursor":"c{{page}}","has_more":{{(page < pagesPerFeed ? "true" : "false")}},"items":[]}""");
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
    }
}
