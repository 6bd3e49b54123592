using System.Net;
using System.Net.Http.Headers;
using OnePassword.Events.Json;

namespace OnePassword.Events.Client;

/// <summary>The base of the generated clients: sends one request and returns the body of its response.</summary>
internal abstract class WireClient(HttpMessageInvoker http, Uri baseAddress)
{
    /// <summary>Carries the context of a call, which the handlers that know its type read from the request.</summary>
    public static readonly HttpRequestOptionsKey<object?> Context = new("OnePassword.Events.Context");

    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeWithQualityHeaderValue AcceptJson = new("application/json");

    /// <summary>Sends one request and returns the body of its response, which the caller disposes.</summary>
    /// <exception cref="WireException">The status of the response is not 200.</exception>
    protected async Task<PooledBody> SendAsync(
        HttpMethod method, string path, object? body, object? context, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(baseAddress, path));
        request.Options.Set(Context, context);
        request.Headers.Accept.Add(AcceptJson);
        if (body is not null)
            request.Content = new ByteArrayContent(WireWriter.Serialize((IWireObject)body)) { Headers = { ContentType = Json } };

        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var responseBody = response.Content is BufferedContent buffered
            ? buffered.Take()
            : new PooledBody(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        if (response.StatusCode == HttpStatusCode.OK)
            return responseBody;
        using (responseBody)
            throw new WireException(response, responseBody.GetSpan().ToArray());
    }
}
