namespace OnePassword.Events.ObjectStorage.Tests;

/// <summary>The check of the access to a storage, and credentials that a program replaces.</summary>
public sealed class AccessTests
{
    private static readonly Dictionary<string, string> NoMetadata = new(StringComparer.Ordinal);

    [Test]
    public async Task Check_sends_each_kind_of_request_and_stores_no_event()
    {
        var container = new MemoryContainer();
        await using var store = new ObjectEventStore(container, new() { Prefix = "1password" });
        await store.CheckAccessAsync();
        await store.CheckAccessAsync();
        Assert.That(container.Objects.Keys, Is.EqualTo(new[] { "1password/chain/condition-test" }));
        Assert.That(
            container.Log.Select(request => request.Split(' ')[0]).Distinct(StringComparer.Ordinal),
            Is.EquivalentTo(new[] { "head", "create", "replace", "read" }));
    }

    [TestCase("head")]
    [TestCase("create")]
    [TestCase("replace")]
    [TestCase("read")]
    public async Task Check_reports_a_request_that_is_rejected(string method)
    {
        var container = new MemoryContainer
        {
            Before = (_, request) => request.StartsWith(method, StringComparison.Ordinal)
                ? throw new ObjectStorageException("The policy does not allow it.", 403) : Task.CompletedTask,
        };
        await using var store = new ObjectEventStore(container);
        Assert.That(() => store.CheckAccessAsync(), Throws.TypeOf<ObjectStorageException>());
    }

    [Test]
    public async Task Check_reports_a_storage_without_conditional_writes()
    {
        await using var store = new ObjectEventStore(new MemoryContainer { IgnoresConditions = true });
        var failure = Assert.ThrowsAsync<ObjectStorageException>(() => store.CheckAccessAsync());
        Assert.That(failure!.Reason, Is.EqualTo(ObjectStorageFailure.NoConditionalWrites));
        Assert.That(failure.Message, Does.StartWith(failure.Problem).And.EndWith("Use a storage that supports conditional writes."));
    }

    [Test]
    public async Task Keys_of_S3_can_be_replaced()
    {
        await using var s3 = await FakeS3.StartAsync();
        using var bucket = s3.Client(S3Credentials.From(
            _ => ValueTask.FromResult(S3Credentials.AccessKey(s3.AccessKeyId, s3.SecretAccessKey))));
        Assert.That(await bucket.TryCreateAsync("a", default, NoMetadata));
        s3.SecretAccessKey = "another-secret";
        Assert.That(await bucket.TryCreateAsync("b", default, NoMetadata));
    }

    [Test]
    public async Task Credential_of_Azure_can_be_replaced_and_keeps_its_access_tokens_until_then()
    {
        await using var entra = await FakeEntra.StartAsync();
        await using var blob = await FakeBlob.StartAsync(entra);
        var credential = AzureBlobCredential.ClientSecret("tenant", "client", "wrong", entra.Url);
        using var container = new AzureBlobContainer(new()
        {
            Url = new Uri(blob.Url, "/account/events"),
            Credential = AzureBlobCredential.From(_ => ValueTask.FromResult(credential)),
        });
        Assert.That(() => container.ReadAsync("a").AsTask(), Throws.TypeOf<ObjectStorageException>());

        credential = AzureBlobCredential.ClientSecret(FakeEntra.Tenant, FakeEntra.Client, entra.Secret, entra.Url);
        Assert.That(await container.ReadAsync("a"), Is.Null);
        entra.Revoke();
        Assert.That(await container.ReadAsync("a"), Is.Null);
        Assert.That(await container.ReadAsync("a"), Is.Null);
        Assert.That(entra.Issued, Is.EqualTo(2));
    }
}
