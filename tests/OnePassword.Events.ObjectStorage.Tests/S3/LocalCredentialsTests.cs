using System.Net;
using OnePassword.Events.ObjectStorage.Http;
using OnePassword.Events.ObjectStorage.S3;

namespace OnePassword.Events.ObjectStorage.Tests.S3;

/// <summary>Services of the machine, which issue credentials.</summary>
[NonParallelizable] // The proxy belongs to the process.
public sealed class LocalCredentialsTests
{
    // An address of this machine that is loopback for the network, but not for the class Uri.
    private const string Service = "http://[::ffff:127.0.0.2]:9";

    private readonly IWebProxy _proxy = HttpClient.DefaultProxy;

    [TearDown]
    public void RestoreProxy() => HttpClient.DefaultProxy = _proxy;

    [Test]
    public async Task Instance_service_is_not_requested_through_the_proxy()
    {
        await using var proxy = await FakeAws.StartAsync();
        HttpClient.DefaultProxy = new WebProxy(proxy.Url);
        using var client = new ServiceClient(handler: null, TimeProvider.System);
        using var request = new HttpRequestMessage(HttpMethod.Get, Service);
        Assert.That(await client.TryOnceAsync(request, TimeSpan.FromSeconds(30), default), Is.Not.Null);
        Assert.That(proxy.Requests, Has.Count.EqualTo(1), "other requests use the proxy");

        var keys = await new S3CredentialSource(client, "eu-central-1").InstanceRoleAsync(Service, default);

        Assert.That(keys, Is.Null);
        Assert.That(proxy.Requests, Has.Count.EqualTo(1));
    }
}
