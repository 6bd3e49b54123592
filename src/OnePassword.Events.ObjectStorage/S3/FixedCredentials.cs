namespace OnePassword.Events.ObjectStorage.S3;

/// <summary>Keys that never change.</summary>
internal sealed class FixedCredentials(S3Keys keys) : S3Credentials
{
    internal override Task<S3Keys> ReadAsync(S3CredentialSource source, CancellationToken cancellationToken) =>
        Task.FromResult(keys);
}
