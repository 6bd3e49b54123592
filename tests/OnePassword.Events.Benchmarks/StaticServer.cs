using System.Net;

namespace OnePassword.Events.Benchmarks;

/// <summary>Answers each request with the same page, from memory: what is measured is all on the client's side.</summary>
internal sealed class StaticServer(byte[] page) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(page) });
}
