using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Newtonsoft.Json;

namespace OnePassword.Events;

/// <summary>What all generated operations share: one request, one answer, its body.</summary>
internal abstract class WireClient(HttpMessageInvoker http, Uri baseAddress)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeWithQualityHeaderValue AcceptJson = new("application/json");
    private static readonly JsonSerializer Serializer = JsonSerializer.Create();

    /// <summary>Sends one request and gives the body of its answer, to be disposed.</summary>
    /// <exception cref="WireException">The answer's status is not 200.</exception>
    protected async Task<WireBody> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(baseAddress, path));
        request.Headers.Accept.Add(AcceptJson);
        if (body is not null)
            request.Content = new ByteArrayContent(Format(body)) { Headers = { ContentType = Json } };

        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var answer = response.Content is BufferedContent buffered
            ? buffered.Take()
            : new WireBody(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        if (response.StatusCode == HttpStatusCode.OK)
            return answer;
        using (answer)
            throw new WireException(response, answer.GetSpan().ToArray());
    }

    private static byte[] Format(object body)
    {
        var text = new StringBuilder();
        using (var writer = new JsonTextWriter(new StringWriter(text, System.Globalization.CultureInfo.InvariantCulture)))
            Serializer.Serialize(writer, body);
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
