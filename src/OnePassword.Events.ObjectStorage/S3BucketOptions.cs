namespace OnePassword.Events.ObjectStorage;

/// <summary>Options of an <see cref="S3Bucket"/>.</summary>
public sealed record S3BucketOptions
{
    /// <summary>Gets the name of the bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>Gets the region of the bucket, such as <c>eu-central-1</c>.</summary>
    /// <value>Default: <c>us-east-1</c>. Many compatible services accept it, or <c>auto</c>.</value>
    public string Region { get; init; } = "us-east-1";

    /// <summary>
    /// Gets the address of a compatible service, <c>https</c> or, on loopback only, <c>http</c>. The bucket is then the first
    /// part of the path.
    /// </summary>
    /// <value>Default: null, Amazon S3.</value>
    public Uri? Endpoint { get; init; }

    /// <summary>Gets the credentials.</summary>
    /// <value>Default: <see cref="S3Credentials.Default"/>.</value>
    public S3Credentials Credentials { get; init; } = S3Credentials.Default;

    /// <summary>
    /// Gets the handler that sends the requests to the bucket and the security token service, for a proxy or a private
    /// certificate authority. It must not follow redirects. Requests for the credentials of the machine do not use it.
    /// </summary>
    /// <value>Default: null, connections of its own. The caller disposes of its handler.</value>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>Gets the clock of signatures and waits.</summary>
    /// <value>Default: the system clock.</value>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
