namespace OnePassword.Events.ObjectStorage.Tests;

/// <summary>Failures of S3 and their remedies.</summary>
public sealed class S3FailureTests
{
    [Test]
    public async Task Service_that_is_down_is_reported_after_some_attempts()
    {
        await using var s3 = await FakeS3.StartAsync();
        using var bucket = s3.Client();
        s3.Choose = _ => new ServiceFault.Respond(FakeS3.Error(503, "SlowDown", "Please reduce your request rate."));
        var failure = Assert.ThrowsAsync<ObjectStorageException>(async () => await bucket.ReadAsync("a"));
        Assert.That(failure!.Message, Is.EqualTo(
            "The bucket 'security-events' rejected GET: HTTP 503 (SlowDown): Please reduce your request rate."));
        Assert.That(s3.Requests, Has.Count.EqualTo(6));
    }

    [Test]
    public async Task Address_that_does_not_respond_is_reported()
    {
        var s3 = await FakeS3.StartAsync();
        using var bucket = s3.Client();
        await s3.DisposeAsync();
        var failure = Assert.ThrowsAsync<ObjectStorageException>(async () => await bucket.ReadAsync("a"));
        Assert.That(failure!.Message, Does.StartWith("127.0.0.1 does not respond").And.Contains("Check the address"));
    }

    [Test]
    public async Task Wrong_region_is_reported_with_the_right_one()
    {
        await using var s3 = await FakeS3.StartAsync();
        using var bucket = s3.Client(region: "us-east-1");
        var failure = Assert.ThrowsAsync<ObjectStorageException>(async () => await bucket.ReadAsync("a"));
        Assert.That(failure!.Message, Does.EndWith("The bucket is in eu-central-1. Correct Region."));
    }

    [Test]
    public async Task Missing_bucket_is_reported()
    {
        await using var s3 = await FakeS3.StartAsync();
        using var bucket = s3.Client(bucket: "another");
        var failure = Assert.ThrowsAsync<ObjectStorageException>(async () => await bucket.ReadAsync("a"));
        Assert.That(failure!.Message, Does.Contain("'another'").And.Contains("Check Bucket"));
    }

    [Test]
    public async Task Rejected_credentials_are_reported_without_the_secret()
    {
        await using var s3 = await FakeS3.StartAsync();
        using var bucket = s3.Client(S3Credentials.AccessKey(s3.AccessKeyId, "another-secret"));
        var failure = Assert.ThrowsAsync<ObjectStorageException>(async () => await bucket.ReadAsync("a"));
        Assert.That(failure!.Message, Does.Contain("SignatureDoesNotMatch").And.Contains("s3:ListBucket").And.Not.Contains("another-secret"));
    }

    [TestCase("../another/a")]
    [TestCase("a/./b")]
    [Description("Without these segments, the address is that of another object, or of another bucket.")]
    public async Task Key_with_segments_of_dots_is_rejected(string key)
    {
        await using var s3 = await FakeS3.StartAsync();
        using var bucket = s3.Client();
        Assert.That(async () => await bucket.ReadAsync(key), Throws.ArgumentException);
        Assert.That(s3.Requests, Is.Empty);
    }

    [TestCase("Bucket", "us-east-1", null)]
    [TestCase("bucket", "EU Frankfurt", null)]
    [TestCase("bucket", "us-east-1", "http://example.com")]
    public void Invalid_options_are_rejected(string bucket, string region, string? endpoint) => Assert.That(
        () => new S3Bucket(new() { Bucket = bucket, Region = region, Endpoint = endpoint is null ? null : new Uri(endpoint) }),
        Throws.ArgumentException);
}
