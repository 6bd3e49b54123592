using System.Globalization;

namespace OnePassword.Events.ObjectStorage.S3;

/// <summary>Keys that sign requests. It is not a record, whose text would contain the secret.</summary>
internal sealed class S3Keys(string accessKeyId, string secretAccessKey, string? sessionToken, DateTimeOffset? expiresAt)
{
    public string AccessKeyId { get; } = accessKeyId;

    public string SecretAccessKey { get; } = secretAccessKey;

    public string? SessionToken { get; } = sessionToken;

    public DateTimeOffset? ExpiresAt { get; } = expiresAt;

    /// <summary>Returns the time at which keys expire, from a response; null if it is not a time.</summary>
    public static DateTimeOffset? Time(string? text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        ? time : null;
}
