namespace OnePassword.Events.ObjectStorage.Tests;

/// <summary>Events in S3.</summary>
public sealed class S3BucketTests
{
    private static readonly Dictionary<string, string> NoMetadata = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, string> Hash = new(StringComparer.Ordinal) { ["sha256"] = "00" };

    [Test]
    public async Task Store_keeps_the_contract_of_a_checkpoint_store()
    {
        await using var s3 = await FakeS3.StartAsync();
        using var bucket = s3.Client();
        await CheckpointStoreContract.VerifyAsync(() => new ObjectEventStore(bucket));
    }

    [TestCase(1)]
    [TestCase(3)]
    public async Task Events_are_stored_in_order_with_their_bytes(int objectsPerPage)
    {
        await using var followed = await Followed.StartAsync();
        await using var s3 = await FakeS3.StartAsync();
        using var bucket = s3.Client();
        await followed.StoreAllAsync(bucket, layout: ThreeObjects.For(objectsPerPage));
        AssertComplete(followed, s3);
    }

    [TestCase(1, 1)]
    [TestCase(2, 1)]
    [TestCase(3, 1)]
    [TestCase(1, 3)]
    [TestCase(2, 3)]
    [TestCase(3, 3)]
    [Description("Conflicts, errors and lost responses at random. Two processes take the feed from each other.")]
    public async Task Two_processes_store_each_event_once_whatever_the_service_does(int seed, int objectsPerPage)
    {
        await using var followed = await Followed.StartAsync(events: 60);
        await using var s3 = await FakeS3.StartAsync();
        var random = new Random(seed);
        s3.Choose = request => Choose(random, request);
        using var bucket = s3.Client();

        var options = new ObjectEventStoreOptions { Layout = ThreeObjects.For(objectsPerPage) };
        await using var first = new ObjectEventStore(bucket, options);
        await using var second = new ObjectEventStore(bucket, options);
        await Task.WhenAll(FollowAsync(followed, first), FollowAsync(followed, second));

        AssertComplete(followed, s3);
    }

    [Test]
    public async Task Conflict_with_another_write_is_retried()
    {
        await using var s3 = await FakeS3.StartAsync();
        using var bucket = s3.Client();
        s3.Inject(new ServiceFault.Respond(FakeS3.Error(409, "ConditionalRequestConflict")));
        Assert.That(await bucket.TryCreateAsync("a", "one"u8.ToArray(), NoMetadata));
        Assert.That(s3.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Create_whose_response_was_lost_reports_that_the_object_exists()
    {
        await using var s3 = await FakeS3.StartAsync();
        using var bucket = s3.Client();
        s3.Inject(new ServiceFault.Abort { AfterProcessing = true });
        Assert.That(await bucket.TryCreateAsync("a", "one"u8.ToArray(), NoMetadata), Is.False);
        Assert.That((await bucket.ReadAsync("a"))!.Value.ToArray(), Is.EqualTo("one"u8.ToArray()));
    }

    [Test]
    [Description("The response of the create is lost, and a reader removes the object before the writer looks for it.")]
    public async Task Page_whose_object_is_removed_at_once_is_stored()
    {
        await using var followed = await Followed.StartAsync(events: 4);
        await using var s3 = await FakeS3.StartAsync();
        using var bucket = s3.Client();
        var isLost = false;
        s3.Choose = request =>
        {
            if (!request.Path.Contains("/events/", StringComparison.Ordinal))
                return null;
            if (request.Method == "HEAD")
                s3.Delete(s3.Objects.Keys.Single(key => key.StartsWith("events/", StringComparison.Ordinal)));
            (var isFirst, isLost) = (!isLost, true);
            return isFirst ? new ServiceFault.Abort { AfterProcessing = true } : null;
        };
        await using var store = new ObjectEventStore(bucket);
        await followed.StoreAllAsync(store);
        Assert.That((await store.LoadAsync("auditevents"))!.Events, Is.EqualTo(4));
        Assert.That(EventsReader.Keys(s3.Objects.Keys), Is.Empty, "it is not stored a second time");
    }

    [Test]
    public async Task Object_is_created_once()
    {
        await using var s3 = await FakeS3.StartAsync();
        using var bucket = s3.Client();
        Assert.That(await bucket.TryCreateAsync("a/ü=%2F+ b", "one"u8.ToArray(), Hash));
        Assert.That(await bucket.TryCreateAsync("a/ü=%2F+ b", "two"u8.ToArray(), NoMetadata), Is.False);
        Assert.That((await bucket.ReadAsync("a/ü=%2F+ b"))!.Value.ToArray(), Is.EqualTo("one"u8.ToArray()));
        Assert.That((await bucket.ReadMetadataAsync("a/ü=%2F+ b"))!["sha256"], Is.EqualTo("00"));
        await bucket.ReplaceAsync("a/ü=%2F+ b", "three"u8.ToArray());
        Assert.That((await bucket.ReadAsync("a/ü=%2F+ b"))!.Value.ToArray(), Is.EqualTo("three"u8.ToArray()));
        Assert.That(await bucket.ReadAsync("none"), Is.Null);
        Assert.That(await bucket.ReadMetadataAsync("none"), Is.Null);
    }

    [Test]
    public async Task Checkpoint_of_any_size_fits()
    {
        await using var followed = await Followed.StartAsync(events: 10);
        await using var s3 = await FakeS3.StartAsync();
        using var bucket = s3.Client();
        await using var store = new ObjectEventStore(bucket);
        await foreach (var page in followed.Feed.FollowRawAsync(store, Followed.Options()))
        {
            await page.SaveStateAsync(new string('s', 10_000));
            await store.StoreAsync(page);
        }
        await using var next = new ObjectEventStore(bucket);
        Assert.That((await next.LoadAsync("auditevents"))!.State, Has.Length.EqualTo(10_000));
        AssertComplete(followed, s3);
    }

    [Test]
    public async Task Service_without_conditional_writes_is_not_used()
    {
        await using var s3 = await FakeS3.StartAsync(new FakeS3 { IgnoresConditions = true });
        using var bucket = s3.Client();
        await using var store = new ObjectEventStore(bucket);
        Assert.That(
            async () => await store.LoadAsync("auditevents"),
            Throws.InstanceOf<ObjectStorageException>().With.Message.Contains("supports conditional writes"));
    }

    private static async Task FollowAsync(Followed followed, ObjectEventStore store)
    {
        for (var turn = 0; turn < 100; turn++)
        {
            try
            {
                await followed.StoreAllAsync(store, pageSize: 3);
                return;
            }
            catch (Exception e) when (e is CheckpointException { Reason: CheckpointFailure.TakenOver } or ObjectStorageException)
            {
                await Task.Yield(); // Follow again.
            }
        }
        Assert.Fail("It does not come to an end.");
    }

    private static ServiceFault? Choose(Random random, ServiceRequest request)
    {
        int choice;
        lock (random)
            choice = random.Next(30);
        return choice switch
        {
            0 when request.Method == "PUT" => new ServiceFault.Respond(FakeS3.Error(409, "ConditionalRequestConflict")),
            1 => new ServiceFault.Respond(FakeS3.Error(503, "SlowDown")),
            2 => new ServiceFault.Respond(FakeS3.Error(500, "InternalError")) { AfterProcessing = true },
            3 => new ServiceFault.Abort(),
            4 => new ServiceFault.Abort { AfterProcessing = true },
            5 when request.Method == "GET" => new ServiceFault.Cut(),
            _ => null,
        };
    }

    private static void AssertComplete(Followed followed, FakeS3 s3) => followed.AssertComplete(
        [.. EventsReader.Keys(s3.Objects.Keys).SelectMany(key => EventsReader.Lines(s3.Objects[key].Content))]);
}
