using System.Security.Cryptography.X509Certificates;

namespace OnePassword.Events.Destinations;

/// <summary>Options that all HTTP destinations have.</summary>
public abstract record HttpDestinationOptions
{
    /// <summary>Gets the address of the service, <c>https</c> or, on loopback only, <c>http</c>.</summary>
    public required Uri Url { get; init; }

    /// <summary>Gets a value indicating whether requests are compressed.</summary>
    /// <value>Default: true.</value>
    public bool Gzip { get; init; } = true;

    /// <summary>
    /// Gets the handler that sends the requests, for a proxy or a private certificate authority. It must not follow redirects.
    /// </summary>
    /// <value>Default: null, connections of its own. The caller disposes of its handler.</value>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>Gets the certificate authorities that the server may use. They have no effect on <see cref="Handler"/>.</summary>
    /// <value>Default: null, those that the machine trusts.</value>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>Gets what the secrets are and where they are from, for messages about a rejected secret.</summary>
    /// <value>Default: null, unknown. Example: <c>the token from the environment variable SIEM_TOKEN</c>.</value>
    public string? SecretDescription { get; init; }

    /// <summary>Gets the sentence about the secrets at the end of a message; empty if nothing is known.</summary>
    internal string SecretSentence => SecretDescription is { } secret ? $" It is {secret}." : "";

    /// <summary>Gets the clock.</summary>
    /// <value>Default: the system clock.</value>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
