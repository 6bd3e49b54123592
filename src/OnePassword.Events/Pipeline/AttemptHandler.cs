using System.Net.Http.Headers;
using OnePassword.Events.Pipeline.Transport;

namespace OnePassword.Events.Pipeline;

/// <summary>
/// Sends one attempt as a request of its own and reads the whole response within the attempt, so that timeout, retry and quota cover
/// the body as well.
/// </summary>
internal sealed class AttemptHandler(HttpMessageInvoker transport, string userAgent, RetryDecision retries, int maxResponseBytes) : HttpMessageHandler
{
    /// <exception cref="UnusableBodyException">The response cannot be one of the API's.</exception>
    /// <exception cref="HttpRequestException">Sending failed. The message is one of the library's.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = CallState.Of(request);
        call.AttemptStarts();
        using var attempt = Copy(request, call);
        try
        {
            var response = await SendAsync(attempt, request.RequestUri!, cancellationToken).ConfigureAwait(false);
            call.Telemetry.Server.Read(response);
            retries.PauseAccountAfter429(call, response); // While this attempt holds its turn: the next in the queue must not get it before the pause.
            return response;
        }
        catch (Exception e) when (TransportFailure.IsOne(e))
        {
            throw TransportFailure.Clean(e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            transport.Dispose();
        base.Dispose(disposing);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage attempt, Uri address, CancellationToken cancellationToken)
    {
        var response = await transport.SendAsync(attempt, cancellationToken).ConfigureAwait(false);
        try
        {
            if (WasRedirected(response.RequestMessage, address))
                throw UnusableBodyException.Redirected();
            await ResponseBodyReader.ReadAsync(response, maxResponseBytes, cancellationToken).ConfigureAwait(false);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    // .NET takes the token off when it follows a redirect. A handler of the application that rewrites the address leaves it.
    private static bool WasRedirected(HttpRequestMessage? final, Uri address) =>
        final is { RequestUri: { } reached, Headers.Authorization: null } && reached != address;

    private HttpRequestMessage Copy(HttpRequestMessage request, CallState call)
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri);
        foreach (var header in request.Headers.NonValidated)
            copy.Headers.TryAddWithoutValidation(header.Key, header.Value);
        copy.Headers.Authorization = new AuthenticationHeaderValue("Bearer", call.Token!.Value);
        copy.Headers.UserAgent.ParseAdd(userAgent);
        if (call.Body is { } body)
            copy.Content = new ByteArrayContent(body) { Headers = { ContentType = request.Content!.Headers.ContentType } };
        return copy;
    }
}
