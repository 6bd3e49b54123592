namespace OnePassword.Events.ObjectStorage;

/// <summary>Options of an <see cref="AzureBlobContainer"/>.</summary>
public sealed record AzureBlobContainerOptions
{
    /// <summary>
    /// Gets the address of the container, such as <c>https://account.blob.core.windows.net/events</c>: <c>https</c> or, on
    /// loopback only, <c>http</c>. It does not contain a shared access signature.
    /// </summary>
    public required Uri Url { get; init; }

    /// <summary>Gets the credential.</summary>
    public required AzureBlobCredential Credential { get; init; }

    /// <summary>
    /// Gets the handler that sends the requests, for a proxy or a private certificate authority. It must not follow redirects.
    /// Requests for the token of a managed identity do not use it.
    /// </summary>
    /// <value>Default: null, connections of its own. The caller disposes of its handler.</value>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>Gets the clock of signatures, tokens and waits.</summary>
    /// <value>Default: the system clock.</value>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
