using System.Net;
using System.Net.Sockets;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Commands;

/// <summary>The real process with TLS and with a proxy.</summary>
[Platform("Linux")] // SSL_CERT_FILE
[Category("Slow")]
public sealed class ConnectionTests
{
    private const string Token = "t0ken-over-tls";

    [Test]
    public async Task Tool_trusts_the_authorities_of_the_system_and_no_others()
    {
        using var folder = new TemporaryFolder();
        await using var emulator = await RunningEmulator.StartAsync("--tls", folder["ca.pem"], "--token", Token);
        string[] export = ["export", "--url", emulator.Url, "--output", folder["out"]];

        using var trusting = CliProcess.StartWith("SSL_CERT_FILE", folder["ca.pem"], Token, export);
        var (exitCode, _, error) = await trusting.EndAsync();
        Assert.That(exitCode, Is.Zero, error);

        using var other = CliProcess.Start(Token, "introspect", "--url", emulator.Url);
        (exitCode, _, error) = await other.EndAsync();
        Assert.That(exitCode, Is.EqualTo(5), error);
        Assert.That(error, Does.Contain("certificate"));
    }

    [Test]
    public async Task Tool_connects_through_the_proxy_of_the_environment()
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        using var tool = CliProcess.StartWith(
            "https_proxy", $"http://user:s3cret@{proxy.LocalEndpoint}", Token, "introspect", "--region", "eu");

        using var client = await proxy.AcceptTcpClientAsync().WaitAsync(Wait.Limit, TimeProvider.System);
        using var reader = new StreamReader(client.GetStream());
        Assert.That(await reader.ReadLineAsync(), Is.EqualTo("CONNECT events.1password.eu:443 HTTP/1.1"));
        await client.GetStream().WriteAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        client.Close();

        var (exitCode, _, error) = await tool.EndAsync();
        Assert.That(exitCode, Is.EqualTo(5), error);
        Assert.That(error, Does.Contain("the proxy did not open a connection (403)").And.Not.Contain("s3cret"));
    }
}
