namespace OnePassword.Events.Pipeline.Transport;

/// <summary>Cleans what the connections of an application's client throw before its <see cref="IHttpClientFactory"/> logs it.</summary>
internal sealed class CleanFailureHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (TransportFailure.IsOne(e))
        {
            throw TransportFailure.Clean(e);
        }
    }
}
