namespace OnePassword.Events.ObjectStorage.S3;

/// <summary>The credentials that a function of the program returns.</summary>
internal sealed class ReplaceableCredentials(Func<CancellationToken, ValueTask<S3Credentials>> read) : S3Credentials
{
    internal override async Task<S3Keys> ReadAsync(S3CredentialSource source, CancellationToken cancellationToken)
    {
        var credentials = await read(cancellationToken).ConfigureAwait(false);
        return await credentials.ReadAsync(source, cancellationToken).ConfigureAwait(false);
    }
}
