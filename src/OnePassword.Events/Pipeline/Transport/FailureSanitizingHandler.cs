namespace OnePassword.Events.Pipeline.Transport;

/// <summary>Cleans the exceptions of an application's handlers before <see cref="IHttpClientFactory"/> logs them.</summary>
internal sealed class FailureSanitizingHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            if (!TransportFailure.IsOne(e))
                throw;
            throw TransportFailure.OfRequest(e);
        }
    }
}
