using System.Text.RegularExpressions;
using OnePassword.Events.ObjectStorage.Http;

namespace OnePassword.Events.ObjectStorage;

/// <summary>Options of <see cref="S3Credentials.AssumeRole"/>.</summary>
public sealed partial record AssumeRoleOptions
{
    private static readonly TimeSpan MinDuration = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan MaxDuration = TimeSpan.FromHours(12);

    /// <summary>Gets the ARN of the role, such as <c>arn:aws:iam::123456789012:role/collector</c>.</summary>
    public required string RoleArn { get; init; }

    /// <summary>Gets the external ID that the trust policy of the role requires.</summary>
    /// <value>Default: null, which means that it requires none.</value>
    public string? ExternalId { get; init; }

    /// <summary>Gets the name of the session, which the logs of AWS show.</summary>
    /// <value>Default: <c>op-events</c>.</value>
    public string SessionName { get; init; } = "op-events";

    /// <summary>Gets how long the credentials of the role are valid, 15 minutes to 12 hours. They are renewed before.</summary>
    /// <value>Default: 1 hour. The role has a maximum. A role that assumes another role gets 1 hour at most.</value>
    public TimeSpan Duration { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Gets the credentials of the identity that assumes the role.</summary>
    /// <value>Default: <see cref="S3Credentials.Default"/>.</value>
    public S3Credentials Credentials { get; init; } = S3Credentials.Default;

    /// <summary>
    /// Gets the address of the security token service, such as a VPC endpoint: <c>https</c> or, on loopback only, <c>http</c>.
    /// </summary>
    /// <value>Default: null, the service of the region of the bucket.</value>
    public Uri? Endpoint { get; init; }

    /// <exception cref="ArgumentException">An option is invalid; the message names each.</exception>
    internal static AssumeRoleOptions Checked(AssumeRoleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (bool Holds, string Rule)[] rules =
        [
            (options.RoleArn is not null && RoleName().IsMatch(options.RoleArn),
                "RoleArn must be the ARN of a role, such as arn:aws:iam::123456789012:role/collector."),
            (options.ExternalId is null || ExternalName().IsMatch(options.ExternalId),
                "ExternalId must be 2 to 1,224 letters, digits and the characters _ + = , . @ : / -."),
            (options.SessionName is not null && SessionText().IsMatch(options.SessionName),
                "SessionName must be 2 to 64 letters, digits and the characters _ + = , . @ -."),
            (options.Duration >= MinDuration && options.Duration <= MaxDuration, "Duration must be 15 minutes to 12 hours."),
            (options.Credentials is not null, "Credentials must not be null."),
            (options.Endpoint is null || ServiceClient.IsSafe(options.Endpoint), "Endpoint must be https, or http on loopback."),
        ];
        var broken = rules.Where(rule => !rule.Holds).Select(rule => rule.Rule).ToList();
        return broken.Count == 0 ? options : throw new ArgumentException(string.Join(' ', broken), nameof(options));
    }

    [GeneratedRegex(@"\Aarn:[a-z-]+:iam::[0-9]+:role/[\x21-\x7E]+\z", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex RoleName();

    [GeneratedRegex(@"\A[A-Za-z0-9_+=,.@:/-]{2,1224}\z", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex ExternalName();

    [GeneratedRegex(@"\A[A-Za-z0-9_+=,.@-]{2,64}\z", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex SessionText();
}
