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
        return keys.Complete(new S3Output(new S3BucketOptions
        {
            Bucket = output.Required("bucket", value => ObjectStorageKeys.Checked(
                value, "the name of a bucket: lowercase letters, digits, hyphens and periods",
                bucket => new S3Bucket(Any with { Bucket = bucket }).Dispose())),
            Region = output.Optional("region", Any.Region, value => ObjectStorageKeys.Checked(
                value, "the name of a region, such as eu-central-1", region => new S3Bucket(Any with { Region = region }).Dispose())),
            Endpoint = output.Optional<Uri?>("endpoint", null, ReadEndpoint),
            Credentials = ReadCredentials(keys),
            Handler = authorities is null ? null : Transport(authorities),
            Clock = output.Cli.Clock,
        }));
    }

    private static Uri ReadEndpoint(ConfigValue value) => value.HttpsUrl() is { Query: "" } endpoint
        ? endpoint
        : throw new InvalidValueException("must not have a query");

    private static S3Credentials ReadCredentials(ObjectStorageKeys keys)
    {
        var (id, secret, session) = (keys.Text("access_key_id"), keys.Secret("secret_access_key"), keys.Secret("session_token"));
        var section = keys.Section;
        if (section.Has("access_key_id") && !section.Has("secret_access_key"))
            section.AddProblem("access_key_id", "requires secret_access_key");
        foreach (var key in new[] { "secret_access_key", "session_token" })
        {
            if (section.Has(key) && !section.Has("access_key_id"))
                section.AddProblem(key, "requires access_key_id");
        }
        if (id is null || secret is null)
            return S3Credentials.Default;
        return S3Credentials.From(async token => S3Credentials.AccessKey(
            id, await secret.ReadAsync(token).ConfigureAwait(false),
            session is null ? null : await session.ReadAsync(token).ConfigureAwait(false)));
    }

    private static SocketsHttpHandler Transport(X509Certificate2Collection authorities)
    {
        var transport = DefaultTransport.Create();
        transport.SslOptions.CertificateChainPolicy = TrustedAuthorities.Only(authorities);
        return transport;
    }
}
