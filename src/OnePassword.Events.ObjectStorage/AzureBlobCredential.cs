using OnePassword.Events.ObjectStorage.Azure;
using OnePassword.Events.ObjectStorage.Http;

namespace OnePassword.Events.ObjectStorage;

/// <summary>The identity that accesses a container of Azure Blob Storage.</summary>
public abstract class AzureBlobCredential
{
    private protected AzureBlobCredential()
    {
    }

    /// <summary>Creates a credential with a key of the storage account.</summary>
    /// <param name="account">The name of the storage account.</param>
    /// <param name="key">The key, in base64.</param>
    /// <exception cref="ArgumentException"><paramref name="account"/> is null or empty, or <paramref name="key"/> is not base64.
    /// </exception>
    public static AzureBlobCredential AccountKey(string account, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(account);
        ArgumentException.ThrowIfNullOrEmpty(key);
        var bytes = new byte[key.Length];
        return Convert.TryFromBase64String(key, bytes, out var length)
            ? new SharedKeyCredential(account, bytes[..length])
            : throw new ArgumentException("The key of the storage account must be base64.", nameof(key));
    }

    /// <summary>
    /// Creates a credential with a shared access signature. It requires the permissions read, create and write.
    /// </summary>
    /// <param name="signature">The signature: the query of its address, such as <c>sv=…&amp;sig=…</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="signature"/> is not a shared access signature.</exception>
    public static AzureBlobCredential SharedAccessSignature(string signature)
    {
        ArgumentException.ThrowIfNullOrEmpty(signature);
        return signature.Contains("sig=", StringComparison.Ordinal) && !signature.Contains("://", StringComparison.Ordinal)
            ? new SasCredential(signature.TrimStart('?'))
            : throw new ArgumentException("The signature must be the query of its address, with sig.", nameof(signature));
    }

    /// <summary>
    /// Creates a credential for an application of Microsoft Entra with a client secret. It requires the role
    /// <c>Storage Blob Data Contributor</c>.
    /// </summary>
    /// <param name="tenantId">The directory (tenant) ID or a domain of the tenant.</param>
    /// <param name="clientId">The application (client) ID.</param>
    /// <param name="secret">The value of the client secret, not its ID.</param>
    /// <param name="authority">The address of Microsoft Entra. Default: null, the one of the cloud of the container.</param>
    /// <exception cref="ArgumentException">
    /// An argument is null or empty, or <paramref name="authority"/> is not https, or http on loopback.
    /// </exception>
    public static AzureBlobCredential ClientSecret(string tenantId, string clientId, string secret, Uri? authority = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(tenantId);
        ArgumentException.ThrowIfNullOrEmpty(clientId);
        ArgumentException.ThrowIfNullOrEmpty(secret);
        if (authority is not null && !ServiceClient.IsSafe(authority))
            throw new ArgumentException("The authority must be https, or http on loopback.", nameof(authority));
        return new EntraCredential(new ClientSecretToken(tenantId, clientId, secret, authority));
    }

    /// <summary>
    /// Creates a credential for the managed identity of a virtual machine, App Service, Functions or Container Apps. It requires
    /// the role <c>Storage Blob Data Contributor</c>.
    /// </summary>
    /// <param name="clientId">The client ID of a user-assigned identity. Default: null, the system-assigned identity.</param>
    public static AzureBlobCredential ManagedIdentity(string? clientId = null) =>
        new EntraCredential(new ManagedIdentityToken(clientId, Environment.GetEnvironmentVariable));

    /// <summary>
    /// Creates a credential from a function, so that a program can replace its secret at any time. The function is called before
    /// every request. It should return the same object until the secret has changed, because that has the access tokens.
    /// </summary>
    /// <param name="read">Returns the credential. The caller of the store receives its exceptions.</param>
    /// <exception cref="ArgumentNullException"><paramref name="read"/> is null.</exception>
    public static AzureBlobCredential From(Func<CancellationToken, ValueTask<AzureBlobCredential>> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return new ReplaceableCredential(read);
    }

    /// <summary>Creates what authorizes the requests of one client.</summary>
    internal abstract RequestAuthorizer Authorizer(ServiceClient client);

    /// <summary>Returns the kind only, never the secret.</summary>
    public override string ToString() => nameof(AzureBlobCredential);
}
