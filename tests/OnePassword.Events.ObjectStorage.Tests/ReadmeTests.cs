namespace OnePassword.Events.ObjectStorage.Tests;

/// <summary>The examples of the README, with the emulator as server.</summary>
public sealed class ReadmeTests
{
    private readonly CancellationTokenSource _stop = new();

    [TearDown]
    public void Dispose() => _stop.Dispose();

    [Test]
    public async Task Example_stores_the_events_in_S3()
    {
        await using var followed = await Followed.StartAsync();
        await using var s3 = await FakeS3.StartAsync();
        var (events, endpoint, stop) = (followed.Client, s3.Url, _stop.Token);
        var (accessKeyId, secretAccessKey) = (s3.AccessKeyId, s3.SecretAccessKey);

        await RunUntilAsync(
            () => s3.Requests.Any(request => request.Method == "PUT" && request.Path.EndsWith("latest.json", StringComparison.Ordinal)),
            async () =>
            {
                // <store_s3>
                using var bucket = new S3Bucket(new()
                {
                    Bucket = "security-events",
                    Region = "eu-central-1",
                    Endpoint = endpoint, // For a compatible service only.
                    Credentials = S3Credentials.AccessKey(accessKeyId, secretAccessKey),
                });
                await using var store = new ObjectEventStore(bucket);
                await events.AuditEvents.FollowRawAsync(
                    store, (page, token) => store.StoreAsync(page, token), cancellationToken: stop);
                // </store_s3>
            });

        followed.AssertComplete([.. EventsReader.Keys(s3.Objects.Keys).SelectMany(key => EventsReader.Lines(s3.Objects[key].Content))]);
    }

    [Test]
    [RequiresAzurite]
    public async Task Example_stores_the_events_in_Azure()
    {
        await using var followed = await Followed.StartAsync();
        var azurite = await Azurite.SharedAsync();
        var (events, containerUrl, stop) = (followed.Client, await azurite.CreateContainerAsync(), _stop.Token);
        var (accountName, accountKey) = (Azurite.Account, Azurite.Key);
        var names = Array.Empty<string>() as IReadOnlyList<string>;
        var polling = PollAsync();

        await RunUntilAsync(
            () => names.Any(name => name.EndsWith("latest.json", StringComparison.Ordinal)),
            async () =>
            {
                // <store_azure>
                using var container = new AzureBlobContainer(new()
                {
                    Url = containerUrl, // https://account.blob.core.windows.net/container
                    Credential = AzureBlobCredential.AccountKey(accountName, accountKey),
                });
                await using var store = new ObjectEventStore(container);
                await events.AuditEvents.FollowRawAsync(
                    store, (page, token) => store.StoreAsync(page, token), cancellationToken: stop);
                // </store_azure>
            });

        await polling;
        Assert.That(EventsReader.Keys(names), Has.Count.EqualTo(1));

        async Task PollAsync()
        {
            while (!names.Any(name => name.EndsWith("latest.json", StringComparison.Ordinal)))
                names = await azurite.NamesAsync(containerUrl);
        }
    }

    private async Task RunUntilAsync(Func<bool> isStored, Func<Task> run)
    {
        var running = run();
        await Wait.UntilAsync(() => running.IsCompleted || isStored());
        await _stop.CancelAsync();
        Assert.That(async () => await running, Throws.InstanceOf<OperationCanceledException>());
    }
}
