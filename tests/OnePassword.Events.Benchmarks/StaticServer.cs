using System.Net;

namespace OnePassword.Events.Benchmarks;

/// <summary>Returns the same page from memory for every request, so that only the client is measured.</summary>
internal sealed class StaticServer(byte[] page) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(page) });
}
