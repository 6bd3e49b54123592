using System.Net.Http.Headers;
using OnePassword.Events.Pipeline.Transport;

namespace OnePassword.Events.Pipeline;

/// <summary>Sends an attempt and reads its whole response, so that timeout and quota cover the body as well.</summary>
internal sealed class AttemptHandler(HttpMessageInvoker transport, string userAgent, RetryDecision retries, int maxResponseBytes)
    : HttpMessageHandler
{
    /// <exception cref="InvalidResponseException">The response is not a valid API response.</exception>
    /// <exception cref="HttpRequestException">Sending failed. The message contains the library's own words only.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = FeedCall.Of(request);
        request.SetResilienceContext(null); // A resilience handler of the application gets a context of its own.
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", call.Token!.Value);
        request.Headers.UserAgent.ParseAdd(userAgent);
        call.AttemptStarts();
        call.Response = await SendAsync(request, request.RequestUri!, cancellationToken).ConfigureAwait(false);
        call.Telemetry.Client.ServerClock.Read(call.Response);
        retries.PauseAccountAfter429(call, call.Response); // Before the permit is returned: the next request must see the pause.
        return call.Response;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            transport.Dispose();
        base.Dispose(disposing);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage attempt, Uri address, CancellationToken cancellationToken)
    {
        var response = await SendRequestAsync(attempt, cancellationToken).ConfigureAwait(false);
        try
        {
            if (WasRedirected(response.RequestMessage, address))
                throw InvalidResponseException.Redirected();
            await ResponseBodyReader.ReadAsync(response, maxResponseBytes, cancellationToken).ConfigureAwait(false);
            return response;
        }
        catch (Exception e)
        {
            response.Dispose();
            if (TransportFailure.IsOne(e))
                throw TransportFailure.OfResponse(e);
            throw;
        }
    }

    private async Task<HttpResponseMessage> SendRequestAsync(HttpRequestMessage attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await transport.SendAsync(attempt, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            if (!TransportFailure.IsOne(e))
                throw;
            throw TransportFailure.OfRequest(e);
        }
    }

    // .NET removes the token when it follows a redirect. A handler of the application that rewrites the address leaves it.
    private static bool WasRedirected(HttpRequestMessage? final, Uri address) =>
        final is { RequestUri: { } reached, Headers.Authorization: null } && reached != address;
}
