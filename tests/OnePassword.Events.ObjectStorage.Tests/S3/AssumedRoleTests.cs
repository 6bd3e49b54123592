namespace OnePassword.Events.ObjectStorage.Tests.S3;

/// <summary>A role that another identity assumes, with an external ID.</summary>
public sealed class AssumedRoleTests
{
    [Test]
    public async Task Bucket_is_read_with_the_credentials_of_the_role()
    {
        await using var tokens = await FakeTokenService.StartAsync(new FakeTokenService { SessionToken = "collector-token" });
        await using var s3 = await RoleBucketAsync();
        using var bucket = s3.Client(Role(tokens));

        Assert.That(await bucket.TryCreateAsync("a", "b"u8.ToArray(), new Dictionary<string, string>(StringComparer.Ordinal)));
        Assert.That((await bucket.ReadAsync("a"))!.Value.ToArray(), Is.EqualTo("b"u8.ToArray()));

        Assert.That(tokens.Form["RoleSessionName"], Is.EqualTo("op-events"));
        Assert.That(tokens.Form["DurationSeconds"], Is.EqualTo("3600"));
        Assert.That(tokens.Issued, Is.EqualTo(1));
    }

    [Test]
    public async Task Credentials_of_a_role_are_renewed_before_they_expire()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var tokens = await FakeTokenService.StartAsync(new FakeTokenService { Clock = clock });
        await using var s3 = await RoleBucketAsync(new FakeS3 { Clock = clock });
        using var bucket = new S3Bucket(new()
        {
            Bucket = FakeS3.Bucket,
            Region = FakeS3.Region,
            Endpoint = s3.Url,
            Credentials = Role(tokens, duration: TimeSpan.FromMinutes(30)),
            Clock = clock,
        });
        await bucket.ReadAsync("a");
        clock.Advance(TimeSpan.FromMinutes(24));
        await bucket.ReadAsync("a");
        Assert.That(tokens.Issued, Is.EqualTo(1));

        s3.AccessKeyId = "role-2";
        clock.Advance(TimeSpan.FromMinutes(2));
        await bucket.ReadAsync("a");
        Assert.That(tokens.Issued, Is.EqualTo(2));
    }

    [Test]
    [Description("The bucket rejects credentials that have not expired, for example after their sessions were revoked.")]
    public async Task Rejected_credentials_of_a_role_are_renewed_once()
    {
        await using var tokens = await FakeTokenService.StartAsync();
        await using var s3 = await RoleBucketAsync();
        s3.AccessKeyId = "role-2";
        using var bucket = s3.Client(Role(tokens));
        Assert.That(await bucket.ReadAsync("a"), Is.Null);
        s3.AccessKeyId = "another";
        Assert.That(async () => await bucket.ReadAsync("a"), Throws.InstanceOf<ObjectStorageException>());
        Assert.That(tokens.Issued, Is.EqualTo(3));
    }

    [Test]
    public async Task Temporary_failure_is_retried()
    {
        await using var tokens = await FakeTokenService.StartAsync(new FakeTokenService { Throttled = 2 });
        await using var s3 = await RoleBucketAsync();
        using var bucket = s3.Client(Role(tokens));
        Assert.That(await bucket.ReadAsync("a"), Is.Null);
        Assert.That(tokens.Issued, Is.EqualTo(1));
    }

    [TestCase("another", null, 60, "AccessDenied", "trust policy of the role allows this identity and ExternalId")]
    [TestCase(null, null, 60, "AccessDenied", "sts:AssumeRole")]
    [TestCase(FakeTokenService.ExternalId, null, 120, "ValidationError", "maximum session duration of the role")]
    [TestCase(FakeTokenService.ExternalId, "unknown-key", 60, "InvalidClientTokenId", "credentials that assume the role")]
    public async Task Role_that_cannot_be_assumed_is_reported(string? externalId, string? accessKeyId, int minutes, string code, string advice)
    {
        await using var tokens = await FakeTokenService.StartAsync();
        await using var s3 = await RoleBucketAsync();
        using var bucket = s3.Client(S3Credentials.AssumeRole(new()
        {
            RoleArn = FakeTokenService.Role,
            ExternalId = externalId,
            Duration = TimeSpan.FromMinutes(minutes),
            Credentials = S3Credentials.AccessKey(accessKeyId ?? tokens.AccessKeyId, tokens.SecretAccessKey),
            Endpoint = tokens.Url,
        }));
        var failure = Assert.ThrowsAsync<ObjectStorageException>(async () => await bucket.ReadAsync("a"));
        Assert.That(failure!.Message, Does.StartWith($"There are no credentials of the role {FakeTokenService.Role}: HTTP "));
        Assert.That(failure.Message, Does.Contain(code).And.Contains(advice).And.Not.Contains(tokens.SecretAccessKey));
    }

    [Test]
    public void Invalid_options_are_rejected()
    {
        AssumeRoleOptions valid = new() { RoleArn = FakeTokenService.Role };
        Assert.That(() => S3Credentials.AssumeRole(valid), Throws.Nothing);
        AssumeRoleOptions[] invalid =
        [
            valid with { RoleArn = "collector" }, valid with { ExternalId = "a b" }, valid with { ExternalId = "a" },
            valid with { SessionName = "a/b" }, valid with { Duration = TimeSpan.FromMinutes(14) },
            valid with { Duration = TimeSpan.FromHours(13) }, valid with { Credentials = null! },
            valid with { Endpoint = new Uri("http://sts.example.com") },
        ];
        foreach (var options in invalid)
            Assert.That(() => S3Credentials.AssumeRole(options), Throws.ArgumentException, options.ToString());
    }

    private static S3Credentials Role(FakeTokenService tokens, TimeSpan? duration = null) => S3Credentials.AssumeRole(new()
    {
        RoleArn = FakeTokenService.Role,
        ExternalId = FakeTokenService.ExternalId,
        Duration = duration ?? TimeSpan.FromHours(1),
        Credentials = S3Credentials.AccessKey(tokens.AccessKeyId, tokens.SecretAccessKey, tokens.SessionToken),
        Endpoint = tokens.Url,
    });

    // The bucket accepts the first credentials of the role.
    private static async Task<FakeS3> RoleBucketAsync(FakeS3? s3 = null)
    {
        s3 = await FakeS3.StartAsync(s3);
        (s3.AccessKeyId, s3.SecretAccessKey, s3.SessionToken) = ("role-1", "role&secret", "role-token=");
        return s3;
    }
}
