namespace OnePassword.Events.ObjectStorage.S3;

/// <summary>The credentials of the environment: the first of the usual sources that is configured.</summary>
internal sealed class DefaultCredentials(Func<string, string?> environment) : S3Credentials
{
    private const string ContainerHost = "http://169.254.170.2";
    private static readonly string[] ContainerHosts = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"]; // Of ECS and EKS.

    internal override async Task<S3Keys> ReadAsync(S3CredentialSource source, CancellationToken cancellationToken)
    {
        if (Value("AWS_ACCESS_KEY_ID") is { } id && Value("AWS_SECRET_ACCESS_KEY") is { } secret)
            return new S3Keys(id, secret, Value("AWS_SESSION_TOKEN"), expiresAt: null);
        if (Value("AWS_WEB_IDENTITY_TOKEN_FILE") is { } file && Value("AWS_ROLE_ARN") is { } role)
        {
            return await source.AssumeRoleAsync(role, Value("AWS_ROLE_SESSION_NAME") ?? "op-events", file, cancellationToken)
                .ConfigureAwait(false);
        }
        var container = Value("AWS_CONTAINER_CREDENTIALS_FULL_URI")
            ?? (Value("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is { } path ? ContainerHost + path : null);
        if (container is not null)
        {
            return await source.ContainerRoleAsync(
                Checked(container), Value("AWS_CONTAINER_AUTHORIZATION_TOKEN"), Value("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"),
                cancellationToken).ConfigureAwait(false);
        }
        if (string.Equals(Value("AWS_EC2_METADATA_DISABLED"), "true", StringComparison.OrdinalIgnoreCase))
            throw Missing();
        return await source.InstanceRoleAsync(
            Value("AWS_EC2_METADATA_SERVICE_ENDPOINT"), cancellationToken).ConfigureAwait(false) ?? throw Missing();
    }

    private string? Value(string name) => environment(name) is { Length: > 0 } value ? value : null;

    // The request contains a token, and its response the credentials.
    private static Uri Checked(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && url.UserInfo is "" && (url.Scheme == Uri.UriSchemeHttps
            || (url.Scheme == Uri.UriSchemeHttp && (url.IsLoopback || ContainerHosts.Contains(url.DnsSafeHost))))
        ? url
        : throw new ObjectStorageException(
            ObjectStorageFailure.NoCredentials,
            "The address of the credentials of the container is not accepted. Set AWS_CONTAINER_CREDENTIALS_FULL_URI to https, "
            + "or to http on loopback or an address of ECS or EKS.", "");

    private static ObjectStorageException Missing() => new(
        ObjectStorageFailure.NoCredentials, "There are no credentials for S3.",
        "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or assign a role to this machine.");
}
