using OnePassword.Events.Destinations.Azure;
using OnePassword.Events.Destinations.Http;

namespace OnePassword.Events.Destinations;

/// <summary>The identity that sends events to Azure.</summary>
public abstract class AzureCredential
{
    private protected AzureCredential()
    {
    }

    /// <summary>Gets the identity for messages. It contains no secret.</summary>
    internal abstract string Description { get; }

    /// <summary>Gets a value indicating whether tokens come from the machine itself, which no proxy can reach.</summary>
    internal abstract bool IsLocal { get; }

    /// <summary>Creates a credential for an application of Microsoft Entra with a client secret.</summary>
    /// <param name="tenantId">The directory (tenant) ID or a domain of the tenant.</param>
    /// <param name="clientId">The application (client) ID.</param>
    /// <param name="secret">The value of the client secret, not its ID.</param>
    /// <param name="authority">The address of Microsoft Entra. Default: null, the one of the cloud of the endpoint.</param>
    /// <exception cref="ArgumentException">
    /// An ID is null or empty, or <paramref name="authority"/> is not https, or http on loopback.
    /// </exception>
    /// <exception cref="ArgumentNullException"><paramref name="secret"/> is null.</exception>
    public static AzureCredential ClientSecret(
        string tenantId, string clientId, DestinationSecret secret, Uri? authority = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(tenantId);
        ArgumentException.ThrowIfNullOrEmpty(clientId);
        ArgumentNullException.ThrowIfNull(secret);
        if (authority is not null && !HttpSender.IsSafe(authority))
            throw new ArgumentException("The authority must be https, or http on loopback.", nameof(authority));
        return new ClientSecretCredential(tenantId, clientId, secret, authority);
    }

    /// <summary>
    /// Creates a credential for the managed identity of a virtual machine, App Service, Functions or Container Apps.
    /// </summary>
    /// <param name="clientId">The client ID of a user-assigned identity. Default: null, the system-assigned identity.</param>
    public static AzureCredential ManagedIdentity(string? clientId = null) =>
        new ManagedIdentityCredential(clientId, Environment.GetEnvironmentVariable);

    /// <summary>Creates a request for an access token.</summary>
    internal abstract ValueTask<HttpRequestMessage> RequestAsync(AzureCloud cloud, CancellationToken cancellationToken);

    /// <summary>Returns the kind only, never the secret.</summary>
    public override string ToString() => nameof(AzureCredential);
}
