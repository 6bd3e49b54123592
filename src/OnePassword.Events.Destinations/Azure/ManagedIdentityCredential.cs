namespace OnePassword.Events.Destinations.Azure;

/// <summary>
/// A managed identity. App Service, Functions and Container Apps name their token endpoint in the environment. Virtual machines
/// have the instance metadata service.
/// </summary>
internal sealed class ManagedIdentityCredential(string? clientId, Func<string, string?> environment) : AzureCredential
{
    private const string MetadataService = "http://169.254.169.254/metadata/identity/oauth2/token";

    internal override string Description => clientId is null ? "the managed identity" : $"the managed identity {clientId}";

    internal override bool IsLocal => true;

    internal override ValueTask<HttpRequestMessage> RequestAsync(AzureCloud cloud, CancellationToken cancellationToken)
    {
        var isService = environment("IDENTITY_ENDPOINT") is { Length: > 0 } & environment("IDENTITY_HEADER") is { Length: > 0 };
        var request = isService
            ? Request(environment("IDENTITY_ENDPOINT")!, "2019-08-01", cloud)
            : Request(MetadataService, "2018-02-01", cloud);
        if (isService)
            request.Headers.Add("X-IDENTITY-HEADER", environment("IDENTITY_HEADER"));
        else
            request.Headers.Add("Metadata", "true");
        return ValueTask.FromResult(request);
    }

    private HttpRequestMessage Request(string endpoint, string version, AzureCloud cloud)
    {
        var identity = clientId is null ? "" : $"&client_id={Uri.EscapeDataString(clientId)}";
        return new HttpRequestMessage(
            HttpMethod.Get, $"{endpoint}?api-version={version}&resource={Uri.EscapeDataString(cloud.Audience)}{identity}");
    }
}
