using OnePassword.Events.ObjectStorage.Azure;

namespace OnePassword.Events.ObjectStorage.Tests.Azure;

/// <summary>Access tokens for a container.</summary>
public sealed class EntraCredentialTests
{
    private static readonly Dictionary<string, string> NoMetadata = new(StringComparer.Ordinal);

    [Test]
    public async Task Client_secret_is_exchanged_for_a_token()
    {
        await using var entra = await FakeEntra.StartAsync();
        await using var blob = await FakeBlob.StartAsync(entra);
        using var container = Client(blob, Secret(entra));
        Assert.That(await container.TryCreateAsync("a", "one"u8.ToArray(), NoMetadata));
        Assert.That(await container.TryCreateAsync("a", "two"u8.ToArray(), NoMetadata), Is.False);
        Assert.That((await container.ReadAsync("a"))!.Value.ToArray(), Is.EqualTo("one"u8.ToArray()));
        Assert.That(entra.Issued, Is.EqualTo(1));
    }

    [Test]
    public async Task Events_are_stored_in_order_with_their_bytes()
    {
        await using var followed = await Followed.StartAsync();
        await using var entra = await FakeEntra.StartAsync();
        await using var blob = await FakeBlob.StartAsync(entra);
        using var container = Client(blob, Secret(entra));
        await followed.StoreAllAsync(container, pageSize: 60);
        Assert.That(blob.Requests.Select(request => request.Path), Has.Some.Contains("/events/source=1password/"));
    }

    [Test]
    public async Task Token_that_was_revoked_is_requested_again()
    {
        await using var entra = await FakeEntra.StartAsync();
        await using var blob = await FakeBlob.StartAsync(entra);
        using var container = Client(blob, Secret(entra));
        Assert.That(await container.ReadAsync("a"), Is.Null);
        entra.Revoke();
        Assert.That(await container.ReadAsync("a"), Is.Null);
        Assert.That(entra.Issued, Is.EqualTo(2));
    }

    [Test]
    public async Task Wrong_secret_is_reported_without_it()
    {
        await using var entra = await FakeEntra.StartAsync();
        await using var blob = await FakeBlob.StartAsync(entra);
        using var container = Client(
            blob, AzureBlobCredential.ClientSecret(FakeEntra.Tenant, FakeEntra.Client, "another-secret", entra.Url));
        var failure = Assert.ThrowsAsync<ObjectStorageException>(async () => await container.ReadAsync("a"));
        Assert.That(failure!.Message, Does.Contain("Check the tenant").And.Not.Contains("another-secret"));
    }

    [Test]
    public async Task Managed_identity_of_a_service_is_used()
    {
        await using var entra = await FakeEntra.StartAsync();
        await using var blob = await FakeBlob.StartAsync(entra);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["IDENTITY_ENDPOINT"] = new Uri(entra.Url, "msi/token").ToString(),
            ["IDENTITY_HEADER"] = FakeEntra.IdentityHeader,
        };
        using var container = Client(blob, new EntraCredential(new ManagedIdentityToken(null, environment.GetValueOrDefault)));
        Assert.That(await container.ReadAsync("a"), Is.Null);
    }

    [TestCase("account.blob.core.windows.net", "login.microsoftonline.com")]
    [TestCase("account.blob.core.usgovcloudapi.net", "login.microsoftonline.us")]
    [TestCase("account.blob.core.chinacloudapi.cn", "login.partner.microsoftonline.cn")]
    public void Address_of_a_container_identifies_the_cloud(string storage, string authority)
    {
        using var request = new ClientSecretToken("tenant", "client", "secret", authority: null).Request(storage);
        Assert.That(request.RequestUri!.Host, Is.EqualTo(authority));
    }

    [TestCase("http://account.blob.core.windows.net/events")]
    [TestCase("https://account.blob.core.windows.net")]
    [TestCase("https://account.blob.core.windows.net/events?sig=00")]
    public void Invalid_address_is_rejected(string url) => Assert.That(
        () => new AzureBlobContainer(new() { Url = new Uri(url), Credential = AzureBlobCredential.ManagedIdentity() }),
        Throws.ArgumentException.With.Message.Contains("Url must be"));

    [Test]
    public void Invalid_credential_is_rejected()
    {
        Assert.That(() => AzureBlobCredential.AccountKey("account", "not base64!"), Throws.ArgumentException);
        Assert.That(() => AzureBlobCredential.SharedAccessSignature("https://a/?sig=b"), Throws.ArgumentException);
    }

    private static AzureBlobCredential Secret(FakeEntra entra) =>
        AzureBlobCredential.ClientSecret(FakeEntra.Tenant, FakeEntra.Client, entra.Secret, entra.Url);

    private static AzureBlobContainer Client(FakeBlob blob, AzureBlobCredential credential) => new(new AzureBlobContainerOptions
    {
        Url = new Uri(blob.Url, "/account/events"),
        Credential = credential,
        Clock = new HastyClock(),
    });
}
