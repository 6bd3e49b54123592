using System.Security.Cryptography.X509Certificates;
using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Destinations.Http;
using OnePassword.Events.ObjectStorage;
using OnePassword.Events.Pipeline.Transport;

namespace OnePassword.Events.Cli.Config.Outputs;

/// <summary>Reads an output of the type <c>s3</c>.</summary>
internal static class S3Reader
{
    private static readonly S3BucketOptions Any = new() { Bucket = "any" };

    public static FollowOutput Read(ConfigSection output)
    {
        var keys = new ObjectStorageKeys(output);
        var authorities = output.Optional<X509Certificate2Collection?>("ca_file", null, CertificateReader.ReadAuthorities);
        var options = new S3BucketOptions
        {
            Bucket = output.Required("bucket", value => ObjectStorageKeys.Checked(
                value, "the name of a bucket: lowercase letters, digits, hyphens and periods",
                bucket => new S3Bucket(Any with { Bucket = bucket }).Dispose())),
            Region = output.Optional("region", Any.Region, value => ObjectStorageKeys.Checked(
                value, "the name of a region, such as eu-central-1",
                region => new S3Bucket(Any with { Region = region }).Dispose())),
            Endpoint = output.Optional<Uri?>("endpoint", null, ReadEndpoint),
            Credentials = ReadCredentials(keys),
            Handler = authorities is null ? null : Transport(authorities),
            Clock = output.Cli.Clock,
        };
        return keys.Complete(new S3Output(options) { HasRole = output.Has("role_arn") });
    }

    private static Uri ReadEndpoint(ConfigValue value) => value.HttpsUrl() is { Query: "" } endpoint
        ? endpoint
        : throw new InvalidValueException("must not have a query");

    private static S3Credentials ReadCredentials(ObjectStorageKeys keys)
    {
        var (id, secret, session) = (keys.Text("access_key_id"), keys.Secret("secret_access_key"), keys.Secret("session_token"));
        var section = keys.Section;
        keys.Require(["secret_access_key"], "access_key_id");
        keys.Require(["access_key_id"], "secret_access_key", "session_token");
        keys.Require(["role_arn"], "external_id", "role_session_name", "sts_endpoint");
        if (id is null || secret is null)
            return ReadRole(section, S3Credentials.Default);
        return ReadRole(section, S3Credentials.From(async token => S3Credentials.AccessKey(
            id, await secret.ReadAsync(token).ConfigureAwait(false),
            session is null ? null : await session.ReadAsync(token).ConfigureAwait(false))));
    }

    // The role that the credentials assume, if there is one.
    private static S3Credentials ReadRole(ConfigSection section, S3Credentials credentials)
    {
        var any = new AssumeRoleOptions { RoleArn = "arn:aws:iam::123456789012:role/any" };
        var role = section.Optional<string?>("role_arn", null, value => ObjectStorageKeys.Checked(
            value, "the ARN of a role, such as arn:aws:iam::123456789012:role/collector",
            arn => S3Credentials.AssumeRole(any with { RoleArn = arn })));
        var externalId = section.Optional<string?>("external_id", null, value => ObjectStorageKeys.Checked(
            value, "an external ID: 2 to 1224 letters, digits and the characters _ + = , . @ : / -",
            id => S3Credentials.AssumeRole(any with { ExternalId = id })));
        var session = section.Optional("role_session_name", any.SessionName, value => ObjectStorageKeys.Checked(
            value, "a name: 2 to 64 letters, digits and the characters _ + = , . @ -",
            name => S3Credentials.AssumeRole(any with { SessionName = name })));
        var service = section.Optional<Uri?>("sts_endpoint", null, ReadEndpoint);
        return role is null
            ? credentials
            : S3Credentials.AssumeRole(any with
            {
                RoleArn = role,
                ExternalId = externalId,
                SessionName = session ?? any.SessionName,
                Credentials = credentials,
                Endpoint = service,
            });
    }

    private static SocketsHttpHandler Transport(X509Certificate2Collection authorities)
    {
        var transport = DefaultTransport.Create();
        transport.SslOptions.CertificateChainPolicy = TrustedAuthorities.Only(authorities);
        return transport;
    }
}
