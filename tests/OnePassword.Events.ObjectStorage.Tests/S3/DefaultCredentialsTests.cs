using OnePassword.Events.ObjectStorage.Http;
using OnePassword.Events.ObjectStorage.S3;

namespace OnePassword.Events.ObjectStorage.Tests.S3;

/// <summary>Credentials that the environment names.</summary>
public sealed class DefaultCredentialsTests
{
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    [Test]
    public async Task Keys_of_the_environment_come_first()
    {
        await using var aws = await FakeAws.StartAsync();
        Set(("AWS_ACCESS_KEY_ID", "id"), ("AWS_SECRET_ACCESS_KEY", "secret"), ("AWS_SESSION_TOKEN", "token"));
        Set(("AWS_CONTAINER_CREDENTIALS_FULL_URI", new Uri(aws.Url, "container").ToString()));
        var keys = await ReadAsync(aws);
        Assert.That((keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken), Is.EqualTo(("id", "secret", "token")));
    }

    [Test]
    public async Task Role_of_a_service_account_is_assumed()
    {
        await using var aws = await FakeAws.StartAsync();
        using var file = new TokenFile("identity-token\n");
        Set(("AWS_WEB_IDENTITY_TOKEN_FILE", file.Path), ("AWS_ROLE_ARN", FakeAws.Role));
        var keys = await ReadAsync(aws);
        Assert.That((keys.AccessKeyId, keys.SessionToken), Is.EqualTo(("role-1", "token&more")));
        Assert.That(keys.ExpiresAt, Is.GreaterThan(TimeProvider.System.GetUtcNow().AddHours(5)));
    }

    [Test]
    public async Task Role_that_cannot_be_assumed_is_reported()
    {
        await using var aws = await FakeAws.StartAsync();
        using var file = new TokenFile("another-token");
        Set(("AWS_WEB_IDENTITY_TOKEN_FILE", file.Path), ("AWS_ROLE_ARN", FakeAws.Role));
        var failure = Assert.ThrowsAsync<ObjectStorageException>(() => ReadAsync(aws));
        Assert.That(failure!.Message, Does.Contain("AccessDenied").And.Contains("trust policy").And.Not.Contains("another-token"));
    }

    [Test]
    public async Task Role_of_a_container_is_used()
    {
        await using var aws = await FakeAws.StartAsync();
        using var file = new TokenFile("container-token");
        Set(("AWS_CONTAINER_CREDENTIALS_FULL_URI", new Uri(aws.Url, "container").ToString()));
        Set(("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", file.Path));
        Assert.That((await ReadAsync(aws)).AccessKeyId, Is.EqualTo("container-1"));
    }

    [TestCase("http://example.com/credentials")]
    [TestCase("http://169.254.170.2@example.com/credentials")]
    [TestCase("file:///credentials")]
    [TestCase("credentials")]
    public async Task Address_of_container_credentials_that_is_not_safe_is_rejected(string address)
    {
        await using var aws = await FakeAws.StartAsync();
        Set(("AWS_CONTAINER_CREDENTIALS_FULL_URI", address), ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "container-token"));
        var failure = Assert.ThrowsAsync<ObjectStorageException>(() => ReadAsync(aws));
        Assert.That(failure!.Message, Does.Contain("AWS_CONTAINER_CREDENTIALS_FULL_URI").And.Not.Contains("container-token"));
    }

    [Test]
    public async Task Role_of_the_instance_is_used()
    {
        await using var aws = await FakeAws.StartAsync();
        Set(("AWS_EC2_METADATA_SERVICE_ENDPOINT", aws.Url.ToString()));
        Assert.That((await ReadAsync(aws)).AccessKeyId, Is.EqualTo("instance-1"));
    }

    [Test]
    public async Task Missing_credentials_are_reported()
    {
        await using var aws = await FakeAws.StartAsync();
        Set(("AWS_EC2_METADATA_DISABLED", "true"));
        Assert.That(() => ReadAsync(aws), Throws.InstanceOf<ObjectStorageException>().With.Message.Contains("AWS_ACCESS_KEY_ID"));
    }

    [Test]
    public async Task Temporary_credentials_are_renewed_before_they_expire_and_when_they_are_rejected()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var aws = await FakeAws.StartAsync(new FakeAws { Clock = clock, Lifetime = TimeSpan.FromHours(1) });
        Set(("AWS_EC2_METADATA_SERVICE_ENDPOINT", aws.Url.ToString()));
        await using var s3 = await FakeS3.StartAsync(new FakeS3 { Clock = clock });
        (s3.AccessKeyId, s3.SecretAccessKey, s3.SessionToken) = ("instance-1", "secret", "token");
        using var bucket = new S3Bucket(new()
        {
            Bucket = FakeS3.Bucket,
            Region = FakeS3.Region,
            Endpoint = s3.Url,
            Credentials = new DefaultCredentials(_environment.GetValueOrDefault),
            Clock = clock,
        });
        await bucket.ReadAsync("a");
        clock.Advance(TimeSpan.FromMinutes(54));
        await bucket.ReadAsync("a");
        Assert.That(aws.Issued, Is.EqualTo(1));

        s3.AccessKeyId = "instance-2";
        clock.Advance(TimeSpan.FromMinutes(2));
        await bucket.ReadAsync("a");
        Assert.That(aws.Issued, Is.EqualTo(2));

        s3.AccessKeyId = "instance-3";
        var (requests, reading) = (aws.Requests.Count, bucket.ReadAsync("a").AsTask());
        await Wait.UntilAsync(() =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(2)); // Ends the wait before the retry, and no time limit.
            return aws.Requests.Count > requests;
        });
        await reading;
        Assert.That(aws.Issued, Is.EqualTo(3));
    }

    private void Set(params (string Name, string Value)[] variables)
    {
        foreach (var (name, value) in variables)
            _environment[name] = value;
    }

    private async Task<S3Keys> ReadAsync(FakeAws aws)
    {
        using var client = new ServiceClient(handler: null, TimeProvider.System);
        var source = new S3CredentialSource(client, "eu-central-1") { TokenEndpoint = new Uri(aws.Url, "sts") };
        return await new DefaultCredentials(_environment.GetValueOrDefault).ReadAsync(source, CancellationToken.None);
    }

    private sealed class TokenFile : IDisposable
    {
        public TokenFile(string token) => File.WriteAllText(Path, token);

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
