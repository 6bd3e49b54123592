namespace OnePassword.Events.ObjectStorage.S3;

/// <summary>Keys that sign requests. It is not a record, whose text would contain the secret.</summary>
internal sealed class S3Keys(string accessKeyId, string secretAccessKey, string? sessionToken, DateTimeOffset? expiresAt)
{
    public string AccessKeyId { get; } = accessKeyId;

    public string SecretAccessKey { get; } = secretAccessKey;

    public string? SessionToken { get; } = sessionToken;

    public DateTimeOffset? ExpiresAt { get; } = expiresAt;
}
