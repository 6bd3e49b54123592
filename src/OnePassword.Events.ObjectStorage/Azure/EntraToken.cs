namespace OnePassword.Events.ObjectStorage.Azure;

/// <summary>An identity of Microsoft Entra, which requests access tokens.</summary>
internal abstract class EntraToken
{
    /// <summary>The resource of access tokens for storage, the same in each cloud.</summary>
    protected const string Audience = "https://storage.azure.com";

    /// <summary>Gets the identity for messages. It contains no secret.</summary>
    public abstract string Description { get; }

    /// <summary>
    /// Gets a value indicating whether the token comes from the machine. Its service responds with 404 or 410 while it is
    /// updated.
    /// </summary>
    public abstract bool IsLocal { get; }

    /// <summary>Creates a request for an access token.</summary>
    /// <param name="storage">The host of the storage account, which identifies the cloud.</param>
    public abstract HttpRequestMessage Request(string storage);
}
