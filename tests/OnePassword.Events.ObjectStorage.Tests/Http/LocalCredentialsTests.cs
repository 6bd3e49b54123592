using System.Net;
using OnePassword.Events.ObjectStorage.Azure;
using OnePassword.Events.ObjectStorage.Http;
using OnePassword.Events.ObjectStorage.S3;

namespace OnePassword.Events.ObjectStorage.Tests.Http;

/// <summary>Services of the machine, which issue credentials.</summary>
[NonParallelizable] // The proxy belongs to the process.
public sealed class LocalCredentialsTests
{
    // An address of this machine that is loopback for the network, but not for the class Uri.
    private const string Service = "http://[::ffff:127.0.0.2]:9";

    private readonly IWebProxy _proxy = HttpClient.DefaultProxy;

    [TearDown]
    public void RestoreProxy() => HttpClient.DefaultProxy = _proxy;

    [TestCase(false)]
    [TestCase(true)]
    public async Task Instance_service_is_not_requested_through_the_proxy(bool hasHandler)
    {
        await using var proxy = await FakeAws.StartAsync();
        HttpClient.DefaultProxy = new WebProxy(proxy.Url);
        using var handler = hasHandler ? new SocketsHttpHandler() : null;
        using var client = new ServiceClient(handler, TimeProvider.System);
        using var request = new HttpRequestMessage(HttpMethod.Get, Service);
        Assert.That(await client.TryOnceAsync(request, TimeSpan.FromSeconds(30), default), Is.Not.Null);
        Assert.That(proxy.Requests, Has.Count.EqualTo(1), "other requests use the proxy");

        var keys = await new S3CredentialSource(client, "eu-central-1").InstanceRoleAsync(Service, default);

        Assert.That(keys, Is.Null);
        Assert.That(proxy.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Managed_identity_is_not_requested_through_the_proxy()
    {
        await using var proxy = await FakeAws.StartAsync();
        HttpClient.DefaultProxy = new WebProxy(proxy.Url);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["IDENTITY_ENDPOINT"] = Service + "/msi/token",
            ["IDENTITY_HEADER"] = "header",
        };
        using var container = new AzureBlobContainer(new()
        {
            Url = new Uri("http://127.0.0.1:9/account/events"),
            Credential = new EntraCredential(new ManagedIdentityToken(null, environment.GetValueOrDefault)),
            Clock = new HastyClock(),
        });
        Assert.That(
            async () => await container.ReadAsync("a"),
            Throws.InstanceOf<ObjectStorageException>().With.Message.Contains("does not respond"));
        Assert.That(proxy.Requests, Is.Empty);
    }
}
