using OnePassword.Events.Emulator;
using OnePassword.Events.ObjectStorage.Parquet.Tests.Support;

namespace OnePassword.Events.ObjectStorage.Parquet.Tests;

/// <summary>A feed in the data lake, whatever fails.</summary>
public sealed class SecurityLakeStoreTests
{
    private const int PageSize = 4;

    private readonly CancellationTokenSource _stop = new();

    [TearDown]
    public void Dispose() => _stop.Dispose();

    [TestCase(true)]
    [TestCase(false)]
    public async Task Each_event_is_in_one_object_although_the_process_ends_at_any_request(bool hasEffect)
    {
        await using var followed = await Followed.StartAsync(events: 8);
        using var layout = new SecurityLakeLayout(new() { Region = "eu-central-1" });
        for (var last = 1; true; last++)
        {
            var container = new MemoryContainer();
            var failing = container.Client();
            failing.At(hasEffect, number => number >= last ? throw new IOException("The process ends here.") : Task.CompletedTask);
            var isComplete = true;
            try
            {
                await followed.StoreAllAsync(failing, PageSize, layout);
            }
            catch (IOException)
            {
                isComplete = false;
            }
            await followed.StoreAllAsync(container.Client(), PageSize, layout);

            await AssertCompleteAsync(followed, container.Objects);
            if (isComplete)
            {
                Assert.That(container.Objects.Keys.Count(IsInLake), Is.GreaterThan(2), "several objects per page");
                return;
            }
        }
    }

    [Test]
    public async Task Example_stores_the_events_in_the_lake_with_the_role_of_each_source()
    {
        const string RolePrefix = "arn:aws:iam::123456789012:role/AmazonSecurityLake-Provider-";
        await using var followed = await Followed.StartAsync(events: 30);
        await using var tokens = await FakeTokenService.StartAsync(new FakeTokenService
        {
            HasRole = role => role.StartsWith(RolePrefix, StringComparison.Ordinal),
            KeyOf = _ => "role",
        });
        await using var s3 = await FakeS3.StartAsync();
        (s3.AccessKeyId, s3.SecretAccessKey, s3.SessionToken) = ("role", "role&secret", "role-token=");
        var (bucket, events, stop) = (new MemoryContainer(), followed.Client, _stop.Token);
        bucket.After = (_, request) => request == "replace chain/auditevents/latest.json" ? _stop.CancelAsync() : Task.CompletedTask;
        var (lakeBucket, s3Endpoint, stsEndpoint, externalId) = (FakeS3.Bucket, s3.Url, tokens.Url, FakeTokenService.ExternalId);
        var collector = S3Credentials.AccessKey(tokens.AccessKeyId, tokens.SecretAccessKey);

        Assert.That(RunAsync, Throws.InstanceOf<OperationCanceledException>());

        await AssertCompleteAsync(followed, s3.Objects);
        Assert.That(s3.Objects.Keys, Has.All.StartsWith("ext/1password-").And.All.Contains("/accountId=123456789012/"));
        Assert.That(bucket.Objects.Keys, Has.All.StartsWith("chain/"));
        var sources = s3.Objects.Keys.Select(key => key.Split('/')[1]).ToHashSet(StringComparer.Ordinal);
        Assert.That(sources, Has.Count.GreaterThan(1));
        Assert.That(tokens.Assumed, Is.EquivalentTo(sources.Select(source => $"{RolePrefix}{source}-eu-central-1")));

        async Task RunAsync()
        {
            // <store_security_lake>
            using var lake = new SecurityLakeLayout(new()
            {
                Region = "eu-central-1",
                AccountId = "123456789012",
                Container = source => LakeBucket(source), // See below.
            });
            await using var store = new ObjectEventStore(bucket, new() { Layout = lake });
            await events.AuditEvents.FollowRawAsync(
                store, (page, token) => store.StoreAsync(page, token), cancellationToken: stop);
            // </store_security_lake>
        }

        // <security_lake_bucket>
        S3Bucket LakeBucket(string source) => new(new()
        {
            Bucket = lakeBucket,
            Region = "eu-central-1",
            Endpoint = s3Endpoint, // For a VPC endpoint only.
            Credentials = S3Credentials.AssumeRole(new()
            {
                RoleArn = $"arn:aws:iam::123456789012:role/AmazonSecurityLake-Provider-{source}-eu-central-1",
                ExternalId = externalId,
                Credentials = collector, // Default: the identity of this machine.
                Endpoint = stsEndpoint, // For a VPC endpoint only.
            }),
        });
        // </security_lake_bucket>
    }

    private static async Task AssertCompleteAsync(Followed followed, IReadOnlyDictionary<string, StoredObject> lake)
    {
        var stored = new List<string>();
        foreach (var key in lake.Keys.Where(IsInLake))
        {
            var rows = await ParquetRows.ReadAsync(lake[key].Content);
            var classUid = rows.Select(row => (int)row["class_uid"]!).Distinct().Single();
            Assert.That(key, Does.StartWith(FormattableString.Invariant($"ext/1password-{classUid}/region=eu-central-1/accountId=")));
            Assert.That(rows.Select(row => (long)row["time"]!), Is.Ordered);
            foreach (var time in rows.Select(row => DateTimeOffset.FromUnixTimeMilliseconds((long)row["time"]!)))
                Assert.That(key, Does.Contain(FormattableString.Invariant($"/eventDay={time:yyyyMMdd}/")));
            stored.AddRange(rows.Select(row => (string)row["raw_data"]!));
        }
        var events = followed.Emulator.ReadAll(EmulatorFeed.AuditEvents, EmulatorApi.V2);
        Assert.That(stored, Is.EquivalentTo(events.Select(one => System.Text.Encoding.UTF8.GetString(one.Span))));
    }

    private static bool IsInLake(string key) => key.StartsWith("ext/", StringComparison.Ordinal);
}
