using OnePassword.Events.ObjectStorage;

namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>A bucket of Amazon S3 or of a compatible service.</summary>
internal sealed record S3Output(S3BucketOptions Options) : ObjectStorageOutput
{
    public const string TypeName = "s3";

    private const string Actions = "s3:GetObject, s3:PutObject and s3:ListBucket";

    public override string Type => TypeName;

    /// <summary>Gets whether the credentials assume a role.</summary>
    public bool HasRole { get; init; }

    protected override string Place =>
        Options.Endpoint is { } endpoint ? $"{endpoint.AbsoluteUri.TrimEnd('/')}/{Options.Bucket}" : $"s3://{Options.Bucket}";

    protected override TimeProvider Clock => Options.Clock;

    private bool HasKeys => Secrets.Count > 0;

    // The security token service can be the one that does not respond. Both services must have a certificate of ca_file.
    private string Addresses
    {
        get
        {
            List<string> keys = [Options.Endpoint is null ? "region" : "endpoint"];
            if (HasRole)
                keys.Add("sts_endpoint");
            if (Options.Handler is not null)
                keys.Add("ca_file");
            return keys.Count == 1 ? $"the key {keys[0]}" : $"the keys {Shared.Format.List(keys)}";
        }
    }

    protected override IObjectContainer Open() => new S3Bucket(Options);

    protected override string RemedyOf(ObjectStorageFailure reason) => reason switch
    {
        ObjectStorageFailure.Unreachable => $"Check the network and {Addresses}.",
        ObjectStorageFailure.NotFound => Options.Endpoint is null
            ? "Create the bucket, or correct the keys bucket and region."
            : "Create the bucket, or correct the keys bucket and endpoint.",
        ObjectStorageFailure.WrongRegion => "Correct the key region.",
        ObjectStorageFailure.AccessDenied => HasKeys && !HasRole
            ? $"Check the keys access_key_id and secret_access_key, and that they allow {Actions}."
            : $"Check that the role allows {Actions}.",
        ObjectStorageFailure.NoCredentials when HasRole =>
            "Check the keys role_arn, external_id and region, and that the trust policy of the role allows this identity.",
        ObjectStorageFailure.NoCredentials when !HasKeys =>
            "Add the keys access_key_id and secret_access_key, or give this process a role.",
        _ => base.RemedyOf(reason),
    };
}
