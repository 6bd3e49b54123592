using System.Net.Http.Headers;

namespace OnePassword.Events.Resilience;

/// <summary>
/// Sends one attempt as a request of its own and reads the whole response within the attempt, so that timeout, retry and quota cover
/// the body as well.
/// </summary>
internal sealed class AttemptHandler(HttpMessageInvoker transport, string userAgent, RetryDecision retries, int maxResponseBytes) : HttpMessageHandler
{
    /// <exception cref="UnusableBodyException">The response cannot be one of the API's.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = CallState.Of(request);
        call.AttemptStarts();
        using var attempt = Copy(request, call);
        var response = await transport.SendAsync(attempt, cancellationToken).ConfigureAwait(false);
        call.Telemetry.Server.Read(response);
        try
        {
            if (response.RequestMessage?.RequestUri is { } final && final != request.RequestUri)
                throw UnusableBodyException.Redirected();
            await BoundedBody.ReadAsync(response, maxResponseBytes, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            response.Dispose();
            throw;
        }
        retries.PauseAccountAfter429(call, response); // While this attempt holds its turn: the next in the queue must not get it before the pause.
        return response;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            transport.Dispose();
        base.Dispose(disposing);
    }

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
