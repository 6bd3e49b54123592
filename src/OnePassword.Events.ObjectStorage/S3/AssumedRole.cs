namespace OnePassword.Events.ObjectStorage.S3;

/// <summary>The credentials of a role that another identity assumes.</summary>
internal sealed class AssumedRole(AssumeRoleOptions options) : S3Credentials
{
    internal override async Task<S3Keys> ReadAsync(S3CredentialSource source, CancellationToken cancellationToken)
    {
        var keys = await options.Credentials.ReadAsync(source, cancellationToken).ConfigureAwait(false);
        var service = source.TokenService(options.Endpoint);
        return await service.AssumeRoleAsync(options, keys, cancellationToken).ConfigureAwait(false);
    }
}
