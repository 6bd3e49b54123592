using System.Net.Http.Headers;

namespace OnePassword.Events.Benchmarks.Drain;

/// <summary>Adds the token for contestants that do not send one themselves.</summary>
internal sealed class BearerHandler(string token, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly AuthenticationHeaderValue _token = new("Bearer", token);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = _token;
        return base.SendAsync(request, cancellationToken);
    }
}
