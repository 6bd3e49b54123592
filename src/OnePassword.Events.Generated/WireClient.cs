using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Newtonsoft.Json;

namespace OnePassword.Events;

/// <summary>What all generated operations share: one request, one response, its body.</summary>
internal abstract class WireClient(HttpMessageInvoker http, Uri baseAddress)
{
    /// <summary>Carries the context of a call, which the handlers that know its type read from the request.</summary>
    public static readonly HttpRequestOptionsKey<object?> Context = new("OnePassword.Events.Context");

    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeWithQualityHeaderValue AcceptJson = new("application/json");
    private static readonly JsonSerializer Serializer = JsonSerializer.Create();

    /// <summary>Sends one request and returns the body of its response, which the caller disposes.</summary>
    /// <exception cref="WireException">The status of the response is not 200.</exception>
    protected async Task<WireBody> SendAsync(HttpMethod method, string path, object? body, object? context, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(baseAddress, path));
        request.Options.Set(Context, context);
        request.Headers.Accept.Add(AcceptJson);
        if (body is not null)
            request.Content = new ByteArrayContent(Format(body)) { Headers = { ContentType = Json } };

        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var responseBody = response.Content is BufferedContent buffered
            ? buffered.Take()
            : new WireBody(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        if (response.StatusCode == HttpStatusCode.OK)
            return responseBody;
        using (responseBody)
            throw new WireException(response, responseBody.GetSpan().ToArray());
    }

    private static byte[] Format(object body)
    {
        var text = new StringBuilder();
        using (var writer = new JsonTextWriter(new StringWriter(text, System.Globalization.CultureInfo.InvariantCulture)))
            Serializer.Serialize(writer, body);
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
