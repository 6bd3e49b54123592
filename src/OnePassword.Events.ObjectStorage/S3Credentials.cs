using OnePassword.Events.ObjectStorage.S3;

namespace OnePassword.Events.ObjectStorage;

/// <summary>The identity that accesses a bucket of S3.</summary>
public abstract class S3Credentials
{
    private protected S3Credentials()
    {
    }

    /// <summary>
    /// Gets the credentials of the process, as the tools of AWS find them. The first source that is configured is used.
    /// </summary>
    /// <remarks>
    /// <list type="number">
    /// <item>The environment variables <c>AWS_ACCESS_KEY_ID</c>, <c>AWS_SECRET_ACCESS_KEY</c> and
    /// <c>AWS_SESSION_TOKEN</c>.</item>
    /// <item>The role of a Kubernetes service account (IRSA).</item>
    /// <item>The role of a container: ECS or EKS Pod Identity.</item>
    /// <item>The role of the EC2 instance.</item>
    /// </list>
    /// <para>Profiles of the AWS CLI are not read.</para>
    /// </remarks>
    public static S3Credentials Default { get; } = new DefaultCredentials(Environment.GetEnvironmentVariable);

    /// <summary>Creates credentials that never change.</summary>
    /// <param name="accessKeyId">The ID of the access key.</param>
    /// <param name="secretAccessKey">The secret access key.</param>
    /// <param name="sessionToken">The session token of temporary credentials; null for others.</param>
    /// <exception cref="ArgumentException"><paramref name="accessKeyId"/> or <paramref name="secretAccessKey"/> is null or empty.
    /// </exception>
    public static S3Credentials AccessKey(string accessKeyId, string secretAccessKey, string? sessionToken = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(accessKeyId);
        ArgumentException.ThrowIfNullOrEmpty(secretAccessKey);
        return new FixedCredentials(new S3Keys(accessKeyId, secretAccessKey, sessionToken, expiresAt: null));
    }

    /// <summary>
    /// Creates credentials from a function, so that a program can replace its keys at any time. The function is called before
    /// every request, so it should cache the secrets.
    /// </summary>
    /// <param name="read">Returns the credentials. The caller of the store receives its exceptions.</param>
    /// <exception cref="ArgumentNullException"><paramref name="read"/> is null.</exception>
    public static S3Credentials From(Func<CancellationToken, ValueTask<S3Credentials>> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return new ReplaceableCredentials(read);
    }

    /// <summary>Creates credentials of a role that another identity assumes. They are renewed before they expire.</summary>
    /// <param name="options">The role, its external ID and the credentials of the other identity.</param>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    /// <example>
    /// <code>
    /// using var bucket = new S3Bucket(new()
    /// {
    ///     Bucket = "security-events",
    ///     Credentials = S3Credentials.AssumeRole(new()
    ///     {
    ///         RoleArn = "arn:aws:iam::123456789012:role/collector",
    ///         ExternalId = "1password",
    ///     }),
    /// });
    /// </code>
    /// </example>
    public static S3Credentials AssumeRole(AssumeRoleOptions options) => new AssumedRole(AssumeRoleOptions.Checked(options));

    /// <summary>Returns the keys that sign a request.</summary>
    internal abstract Task<S3Keys> ReadAsync(S3CredentialSource source, CancellationToken cancellationToken);

    /// <summary>Returns the kind only, never the secret.</summary>
    public override string ToString() => nameof(S3Credentials);
}
