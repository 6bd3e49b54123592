using OnePassword.Events.Pipeline.Transport;

namespace OnePassword.Events.Tests.Pipeline.Transport;

public sealed class ProxyTests
{
    [TestCase("http://127.0.0.1:18080/")]
    [TestCase("http://localhost/")]
    [TestCase("https://[::1]/")]
    public void Loopback_requests_bypass_the_proxy_which_would_see_the_token(string address)
    {
        using var handler = DefaultTransport.Create(region: null);
        Assert.That(handler.Proxy!.IsBypassed(new Uri(address)), Is.True);
        Assert.That(handler.Proxy.GetProxy(new Uri(address)), Is.Null);
    }

    [TestCase("HTTPS_PROXY", "\"http://proxy.example:3128\"")]
    [TestCase("https_proxy", "'http://user:s3cret@proxy.example:3128'")]
    [TestCase("HTTPS_PROXY", "\"proxy.example:3128")]
    [TestCase("all_proxy", "socks5h://proxy.example:1080")]
    [TestCase("ALL_PROXY", "ftp://user:s3cret@proxy.example")]
    [TestCase("HTTPS_PROXY", "http://")]
    [TestCase("HTTPS_PROXY", "http://proxy.example:99999")]
    [TestCase("HTTPS_PROXY", "proxy.example:port")]
    [TestCase("HTTPS_PROXY", " ")]
    public void A_proxy_variable_that_is_not_an_address_is_rejected_without_being_shown(string name, string value) =>
        Assert.That(
            () => ProxyVariable.ThrowIfUnusable(asked => asked == name ? value : null),
            Throws.ArgumentException.With.Message.StartsWith($"The environment variable {name} is not the address of a proxy.").And.Message.Not.Contain("s3cret").And.Message.Not.Contain("3128\""));

    [TestCase("http://proxy.example:3128")]
    [TestCase("HTTP://proxy.example/")]
    [TestCase("proxy.example:3128")]
    [TestCase("proxy")]
    [TestCase("[::1]:3128")]
    [TestCase("https://user:p/a:s#s@w@proxy.example:3128")]
    [TestCase("user:p/s@proxy.example")]
    [TestCase("socks5://127.0.0.1:1080")]
    [TestCase("")]
    [TestCase(null)]
    public void A_proxy_variable_that_NET_accepts_is_accepted(string? value) =>
        Assert.That(() => ProxyVariable.ThrowIfUnusable(asked => asked == "HTTPS_PROXY" ? value : null), Throws.Nothing);

    [Test]
    public void Only_the_proxy_variable_that_is_used_must_be_an_address()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["https_proxy"] = "proxy.example", ["HTTPS_PROXY"] = "\"", ["ALL_PROXY"] = "socks5h://p" };
        Assert.That(() => ProxyVariable.ThrowIfUnusable(variables.GetValueOrDefault), Throws.Nothing);
        variables["https_proxy"] = "";
        Assert.That(() => ProxyVariable.ThrowIfUnusable(variables.GetValueOrDefault), Throws.ArgumentException);
    }

    [Test]
    public void Requests_beyond_loopback_use_the_proxy_of_the_environment()
    {
        using var handler = DefaultTransport.Create(region: null);
        var address = EventsRegion.Europe.BaseAddress;
        Assert.That(handler.Proxy!.GetProxy(address), Is.EqualTo(HttpClient.DefaultProxy.GetProxy(address)));
    }
}
