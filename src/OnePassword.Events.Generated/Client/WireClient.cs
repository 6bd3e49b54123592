using System.Net;
using System.Net.Http.Headers;
using OnePassword.Events.Json;

namespace OnePassword.Events.Client;

/// <summary>What all generated operations share: one request, one answer, its body.</summary>
internal abstract class WireClient(HttpMessageInvoker http, Uri baseAddress)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeWithQualityHeaderValue AcceptJson = new("application/json");

    /// <summary>Sends one request and gives the body of its answer, to be disposed.</summary>
    /// <exception cref="WireException">The answer's status is not 200.</exception>
    protected async Task<WireBody> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(baseAddress, path));
        request.Headers.Accept.Add(AcceptJson);
        if (body is not null)
            request.Content = new ByteArrayContent(WireWriter.Serialize((IWireObject)body)) { Headers = { ContentType = Json } };

        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var answer = response.Content is BufferedContent buffered
            ? buffered.Take()
            : new WireBody(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        if (response.StatusCode == HttpStatusCode.OK)
            return answer;
        using (answer)
            throw new WireException(response, answer.GetSpan().ToArray());
    }
}
