namespace OnePassword.Events.ObjectStorage.Tests;

/// <summary>Events in Azure Blob Storage, on Azurite.</summary>
[RequiresAzurite]
public sealed class AzureBlobContainerTests
{
    private static readonly Dictionary<string, string> NoMetadata = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, string> Hash = new(StringComparer.Ordinal) { ["sha256"] = "00" };

    [Test]
    public async Task Store_keeps_the_contract_of_a_checkpoint_store()
    {
        using var container = await ContainerAsync();
        await CheckpointStoreContract.VerifyAsync(() => new ObjectEventStore(container));
    }

    [TestCase(1)]
    [TestCase(3)]
    public async Task Events_are_stored_in_order_with_their_bytes(int objectsPerPage)
    {
        await using var followed = await Followed.StartAsync(events: 100);
        var azurite = await Azurite.SharedAsync();
        var address = await azurite.CreateContainerAsync();
        using var container = Client(address);
        await followed.StoreAllAsync(container, layout: ThreeObjects.For(objectsPerPage));

        followed.AssertComplete(await LinesAsync(azurite, address, container));
    }

    [Test]
    public async Task Key_with_segments_of_dots_is_rejected()
    {
        using var container = await ContainerAsync();
        Assert.That(async () => await container.ReadAsync("../another/a"), Throws.ArgumentException);
    }

    [Test]
    public async Task Process_whose_feed_was_taken_is_rejected()
    {
        await using var followed = await Followed.StartAsync();
        var azurite = await Azurite.SharedAsync();
        var address = await azurite.CreateContainerAsync();
        using var container = Client(address);
        await using var first = new ObjectEventStore(container);
        await using var pages = followed.Feed.FollowRawAsync(first, Followed.Options()).GetAsyncEnumerator();
        await pages.MoveNextAsync();

        await followed.StoreAllAsync(container);

        var failure = Assert.ThrowsAsync<CheckpointException>(() => first.StoreAsync(pages.Current));
        Assert.That(failure!.Reason, Is.EqualTo(CheckpointFailure.TakenOver));
        followed.AssertComplete(await LinesAsync(azurite, address, container));
    }

    [Test]
    public async Task Object_is_created_once()
    {
        using var container = await ContainerAsync();
        Assert.That(await container.TryCreateAsync("a/ü=%2F+ b", "one"u8.ToArray(), Hash));
        Assert.That(await container.TryCreateAsync("a/ü=%2F+ b", "two"u8.ToArray(), NoMetadata), Is.False);
        Assert.That((await container.ReadAsync("a/ü=%2F+ b"))!.Value.ToArray(), Is.EqualTo("one"u8.ToArray()));
        Assert.That((await container.ReadMetadataAsync("a/ü=%2F+ b"))!["sha256"], Is.EqualTo("00"));
        await container.ReplaceAsync("a/ü=%2F+ b", "three"u8.ToArray());
        Assert.That((await container.ReadAsync("a/ü=%2F+ b"))!.Value.ToArray(), Is.EqualTo("three"u8.ToArray()));
    }

    [Test]
    public async Task Object_that_does_not_exist_is_null()
    {
        using var container = await ContainerAsync();
        Assert.That(await container.ReadAsync("none"), Is.Null);
        Assert.That(await container.ReadMetadataAsync("none"), Is.Null);
    }

    [Test]
    public async Task Shared_access_signature_is_accepted()
    {
        var azurite = await Azurite.SharedAsync();
        using var container = Client(
            await azurite.CreateContainerAsync(), AzureBlobCredential.SharedAccessSignature("?" + Azurite.SharedAccessSignature()));
        Assert.That(await container.TryCreateAsync("a", "one"u8.ToArray(), NoMetadata));
        Assert.That(await container.TryCreateAsync("a", "two"u8.ToArray(), NoMetadata), Is.False);
        Assert.That(await container.ReadMetadataAsync("a"), Is.Not.Null);
    }

    [Test]
    public async Task Wrong_key_is_reported()
    {
        var azurite = await Azurite.SharedAsync();
        using var container = Client(
            await azurite.CreateContainerAsync(), AzureBlobCredential.AccountKey(Azurite.Account, Convert.ToBase64String(new byte[64])));
        var failure = Assert.ThrowsAsync<ObjectStorageException>(async () => await container.ReadAsync("a"));
        Assert.That(failure!.Status, Is.EqualTo(403));
        Assert.That(failure.Message, Does.Contain("Check the credential"));
    }

    [Test]
    public async Task Missing_container_is_reported()
    {
        var azurite = await Azurite.SharedAsync();
        using var container = Client(new Uri(azurite.Address, $"/{Azurite.Account}/missing"));
        var failure = Assert.ThrowsAsync<ObjectStorageException>(async () => await container.ReadAsync("a"));
        Assert.That(failure!.Message, Does.Contain("Create the container"));
    }

    private static async Task<AzureBlobContainer> ContainerAsync() =>
        Client(await (await Azurite.SharedAsync()).CreateContainerAsync());

    private static AzureBlobContainer Client(Uri address, AzureBlobCredential? credential = null) => new(new AzureBlobContainerOptions
    {
        Url = address,
        Credential = credential ?? AzureBlobCredential.AccountKey(Azurite.Account, Azurite.Key),
    });

    private static async Task<IReadOnlyList<byte[]>> LinesAsync(Azurite azurite, Uri address, AzureBlobContainer container)
    {
        var lines = new List<byte[]>();
        foreach (var key in EventsReader.Keys(await azurite.NamesAsync(address)))
            lines.AddRange(EventsReader.Lines((await container.ReadAsync(key))!.Value.ToArray()));
        return lines;
    }
}
