namespace OnePassword.Events.ObjectStorage.Azure;

/// <summary>The client credentials flow of OAuth 2.0.</summary>
internal sealed class ClientSecretToken(string tenantId, string clientId, string secret, Uri? authority) : EntraToken
{
    public override string Description => $"application {clientId} of tenant {tenantId}";

    public override bool IsLocal => false;

    public override HttpRequestMessage Request(string storage) =>
        new(HttpMethod.Post, new Uri(authority ?? AuthorityOf(storage), $"/{Uri.EscapeDataString(tenantId)}/oauth2/v2.0/token"))
        {
            Content = new FormUrlEncodedContent(
            [
                new("grant_type", "client_credentials"),
                new("client_id", clientId),
                new("client_secret", secret),
                new("scope", $"{Audience}/.default"),
            ]),
        };

    private static Uri AuthorityOf(string storage) => new(
        storage.EndsWith(".usgovcloudapi.net", StringComparison.OrdinalIgnoreCase) ? "https://login.microsoftonline.us"
        : storage.EndsWith(".chinacloudapi.cn", StringComparison.OrdinalIgnoreCase) ? "https://login.partner.microsoftonline.cn"
        : "https://login.microsoftonline.com");
}
