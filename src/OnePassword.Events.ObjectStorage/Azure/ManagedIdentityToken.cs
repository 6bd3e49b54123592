namespace OnePassword.Events.ObjectStorage.Azure;

/// <summary>
/// A managed identity. App Service, Functions and Container Apps name their token endpoint in the environment. Virtual machines
/// have the instance metadata service.
/// </summary>
internal sealed class ManagedIdentityToken(string? clientId, Func<string, string?> environment) : EntraToken
{
    private const string MetadataService = "http://169.254.169.254/metadata/identity/oauth2/token";

    public override string Description => clientId is null ? "the managed identity" : $"the managed identity {clientId}";

    public override bool IsLocal => true;

    public override HttpRequestMessage Request(string storage)
    {
        var (endpoint, header) = (environment("IDENTITY_ENDPOINT"), environment("IDENTITY_HEADER"));
        return string.IsNullOrEmpty(endpoint) || string.IsNullOrEmpty(header)
            ? Request(MetadataService, "2018-02-01", ("Metadata", "true"))
            : Request(endpoint, "2019-08-01", ("X-IDENTITY-HEADER", header));
    }

    private HttpRequestMessage Request(string endpoint, string version, (string Name, string Value) header)
    {
        var identity = clientId is null ? "" : $"&client_id={Uri.EscapeDataString(clientId)}";
        var query = $"api-version={version}&resource={Uri.EscapeDataString(Audience)}{identity}";
        return new(HttpMethod.Get, $"{endpoint}?{query}") { Headers = { { header.Name, header.Value } } };
    }
}
