using OnePassword.Events.Http;

namespace OnePassword.Events.Tests;

public sealed class ProxyTests
{
    [TestCase("http://127.0.0.1:18080/")]
    [TestCase("http://localhost/")]
    [TestCase("https://[::1]/")]
    public void Loopback_goes_through_no_proxy_which_would_see_the_token(string address)
    {
        using var handler = OwnedTransport.Create();
        Assert.That(handler.Proxy!.IsBypassed(new Uri(address)), Is.True);
        Assert.That(handler.Proxy.GetProxy(new Uri(address)), Is.Null);
    }

    [Test]
    public void Elsewhere_the_proxy_of_the_environment_is_used()
    {
        using var handler = OwnedTransport.Create();
        var address = EventsRegion.Europe.BaseAddress;
        Assert.That(handler.Proxy!.GetProxy(address), Is.EqualTo(HttpClient.DefaultProxy.GetProxy(address)));
    }
}
