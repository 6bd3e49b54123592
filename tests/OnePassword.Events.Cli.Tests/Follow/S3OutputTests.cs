using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;
using OnePassword.Events.Testing.Storage;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>The output s3.</summary>
[Category("InProcess")]
public sealed class S3OutputTests
{
    private static IEnumerable<TestCaseData> Failures =>
    [
        Case("Wrong_key", "access_key_id", "another", "InvalidAccessKeyId", "Check the keys access_key_id and secret_access_key"),
        Case("Missing_bucket", "bucket", "another", "NoSuchBucket", "Create the bucket, or correct the keys bucket and endpoint."),
        Case("Wrong_region", "region", "us-east-1", "The bucket is in eu-central-1.", "Correct the key region."),
    ];

    [Test]
    public async Task Follow_stores_each_event_once_and_needs_no_state_folder()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var bucket = await FollowedBucket.StartAsync(follower.Server);
        bucket.Settings["prefix"] = "1password";
        for (var run = 0; run < 2; run++)
        {
            var result = await OnceAsync(bucket);
            Assert.That(result.ExitCode, Is.Zero, result.Error);
        }
        bucket.AssertComplete();
        Assert.That(bucket.S3.Objects.Keys, Has.All.StartsWith("1password/"));
    }

    [Test]
    public async Task Parquet_is_stored_instead_of_lines()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var bucket = await FollowedBucket.StartAsync(follower.Server);
        bucket.Settings["format"] = "parquet";
        var run = await OnceAsync(bucket);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var objects = bucket.S3.Objects.Where(one => one.Key.EndsWith(".parquet", StringComparison.Ordinal)).ToList();
        Assert.That(objects, Has.Count.EqualTo(3));
        Assert.That(objects.Select(one => one.Value.Content.AsSpan(0, 4).SequenceEqual("PAR1"u8)), Has.All.True);
    }

    [Test]
    public async Task Config_check_checks_the_bucket_and_predicts_the_start()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var bucket = await FollowedBucket.StartAsync(follower.Server);
        var config = bucket.WriteConfig(follower);
        Assert.That((await bucket.Runner().StartAsync(["follow", "--once", "--config", config])).ExitCode, Is.Zero);
        var objects = bucket.S3.Objects.Count;

        var run = await bucket.CheckAsync(config);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.OutputText, Does.Match("acme-auditevents +continues from its checkpoint of .*: 60 events"));
        Assert.That(run.OutputText, Does.Contain("the storage supports conditional writes."));
        Assert.That(run.OutputText, Does.Contain("exactly once").And.Not.Contain("state  "));
        Assert.That(bucket.S3.Objects, Has.Count.EqualTo(objects));
        Assert.That(bucket.S3.Objects.Keys, Has.Some.Contains("/account=acme/"));
    }

    [TestCaseSource(nameof(Failures))]
    public async Task Failure_is_one_line_that_names_the_keys(string key, string value, string problem, string remedy)
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var bucket = await FollowedBucket.StartAsync(follower.Server);
        bucket.Settings[key] = value;

        var run = await OnceAsync(bucket, "auditevents");

        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(run.Error, Does.Match($"(?m)^op-events: auditevents: .*{problem}.* {remedy}"));
        run = await bucket.CheckAsync(bucket.WriteConfig(follower));
        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(run.OutputText.ReplaceLineEndings(" "), Does.Match($"FAILS  .*{problem}.* {remedy}"));
    }

    [TestCase(false, "the key endpoint")]
    [TestCase(true, "the keys endpoint, sts_endpoint and ca_file")]
    public async Task Service_that_does_not_respond_is_reported(bool hasRole, string keys)
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var bucket = await FollowedBucket.StartAsync(follower.Server);
        bucket.Settings["endpoint"] = "http://127.0.0.1:9";
        if (hasRole)
        {
            using var authority = new TestAuthority();
            bucket.Settings["ca_file"] = follower.Folder.Write("ca.pem", authority.Certificate.ExportCertificatePem());
            bucket.Settings["role_arn"] = FakeTokenService.Role;
            bucket.Settings["sts_endpoint"] = "http://127.0.0.1:9";
        }
        var run = await OnceAsync(bucket, "auditevents");
        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(run.Error, Does.Match($"(?m)^op-events: auditevents: 127.0.0.1 does not respond: .* Check the network and {keys}\\."));
    }

    [Test]
    public async Task Service_that_ignores_the_condition_is_rejected()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var bucket = await FollowedBucket.StartAsync(follower.Server, new FakeS3 { IgnoresConditions = true });
        var run = await OnceAsync(bucket);
        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(run.Error, Does.Contain("Use a service that supports conditional writes."));
        Assert.That(bucket.Count(), Is.Zero);
    }

    [Test]
    public async Task Role_is_assumed_with_its_external_id()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var tokens = await FakeTokenService.StartAsync();
        await using var bucket = await FollowedBucket.StartAsync(
            follower.Server, new FakeS3 { AccessKeyId = "role-1", SecretAccessKey = "role&secret", SessionToken = "role-token=" });
        bucket.Environment[FollowedBucket.SecretVariable] = tokens.SecretAccessKey;
        bucket.Settings["access_key_id"] = tokens.AccessKeyId;
        bucket.Settings["role_arn"] = FakeTokenService.Role;
        bucket.Settings["external_id"] = "another";
        bucket.Settings["sts_endpoint"] = tokens.Url.AbsoluteUri;

        var run = await OnceAsync(bucket, "auditevents");
        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(run.Error, Does.Match("(?m)There are no credentials of the role .*AccessDenied.*Check the keys role_arn, external_id"));

        bucket.Settings["external_id"] = FakeTokenService.ExternalId;
        run = await OnceAsync(bucket);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        bucket.AssertComplete();
    }

    [Test]
    public async Task Process_that_was_replaced_ends_and_does_not_take_the_feed_back()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var bucket = await FollowedBucket.StartAsync(follower.Server);
        using var stop = new CancellationTokenSource();
        var (first, second) = (bucket.Runner(), bucket.Runner());
        var replaced = first.StartAsync([.. bucket.Follow, "auditevents"]);
        await Wait.UntilAsync(() => bucket.Count() == 60, "the first process stores all events");

        var run = second.StartAsync([.. bucket.Follow, "auditevents"], stop.Token);
        await Wait.UntilAsync(() => second.Error.Contains("continues from", StringComparison.Ordinal), "the second process starts");
        follower.Append(EmulatorFeed.AuditEvents, "NEW", TimeSpan.Zero);

        Assert.That((await replaced).ExitCode, Is.EqualTo(7));
        Assert.That(first.Error, Does.Match("another process has taken .*Run only one process for this account and output."));
        await Wait.UntilAsync(() => bucket.Count() == 61, "the second process stores the new event");
        await stop.CancelAsync();
        Assert.That((await run).ExitCode, Is.Zero);
    }

    [Test]
    public async Task Replaced_secret_file_is_read_again()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var bucket = await FollowedBucket.StartAsync(follower.Server);
        var file = follower.Folder.Write("secret", bucket.S3.SecretAccessKey);
        bucket.Settings.Remove("secret_access_key.env");
        bucket.Settings["secret_access_key.file"] = file;
        using var stop = new CancellationTokenSource();
        var tool = bucket.Runner();
        var run = tool.StartAsync([.. bucket.Follow, "auditevents"], stop.Token);
        await Wait.UntilAsync(() => bucket.Count() == 60, "all events are stored");

        bucket.S3.SecretAccessKey = "another-secret";
        follower.Append(EmulatorFeed.AuditEvents, "NEW", TimeSpan.Zero);
        await Wait.UntilAsync(() => tool.Error.Contains("SignatureDoesNotMatch", StringComparison.Ordinal), "the failure is reported");
        await File.WriteAllTextAsync(file, "another-secret");

        await Wait.UntilAsync(() => bucket.Count() == 61, "the new event is stored");
        await stop.CancelAsync();
        await run;
    }

    private static TestCaseData Case(string name, params string[] arguments) => new TestCaseData([.. arguments]).SetArgDisplayNames(name);

    private static Task<CliResult> OnceAsync(FollowedBucket bucket, params string[] feeds) =>
        bucket.Runner().StartAsync([.. bucket.Follow, .. feeds, "--once"]);
}
