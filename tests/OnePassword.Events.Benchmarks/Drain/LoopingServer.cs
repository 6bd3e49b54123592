using System.Net;

namespace OnePassword.Events.Benchmarks.Drain;

/// <summary>
/// Returns pages from memory in a loop. After a fixed number of pages it returns one that has no more.
/// </summary>
internal sealed class LoopingServer(IReadOnlyList<byte[]> pages, byte[] last, int responses) : HttpMessageHandler
{
    private int _sent;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _sent++;
        var page = _sent % responses == 0 ? last : pages[_sent % pages.Count];
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(page) });
    }
}
