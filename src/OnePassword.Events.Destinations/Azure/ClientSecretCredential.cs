namespace OnePassword.Events.Destinations.Azure;

/// <summary>The client credentials flow of OAuth 2.0.</summary>
internal sealed class ClientSecretCredential(string tenantId, string clientId, DestinationSecret secret, Uri? authority)
    : AzureCredential
{
    internal override string Description => $"application {clientId} of tenant {tenantId}";

    internal override bool IsLocal => false;

    internal override async ValueTask<HttpRequestMessage> RequestAsync(AzureCloud cloud, CancellationToken cancellationToken)
    {
        var address = new Uri(authority ?? cloud.Authority, $"/{Uri.EscapeDataString(tenantId)}/oauth2/v2.0/token");
        return new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent(
            [
                new("grant_type", "client_credentials"),
                new("client_id", clientId),
                new("client_secret", await secret.ReadAsync(cancellationToken).ConfigureAwait(false)),
                new("scope", $"{cloud.Audience}/.default"),
            ]),
        };
    }
}
