using System.Security.Cryptography.X509Certificates;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Fleet.Tests.Processes;

/// <summary>Connections between nodes are encrypted, and both sides have a certificate.</summary>
[Category("Slow")]
public sealed class NodeCertificateTests
{
    [Test]
    public async Task Only_nodes_with_a_certificate_of_the_authority_join()
    {
        using var authority = new TestAuthority();
        using var other = new TestAuthority();
        using var folder = new TemporaryFolder();
        await using var fixture = await FleetFixture.StartAsync(
            nodes: 2, accounts: 6, options: Options(authority, folder, "own"));
        await using var flow = fixture.Append();
        await fixture.SpreadAsync(fixture.Nodes);
        var start = TimeProvider.System.GetUtcNow();

        var stranger = fixture.AddNode(options: Options(other, folder, "other")).Start();
        var plain = fixture.AddNode().Start();

        foreach (var process in new[] { stranger, plain })
        {
            var (exitCode, _, error) = await process.EndAsync();
            Assert.That(exitCode, Is.EqualTo(ExitCode.Server), error);
            Assert.That(error, Does.Contain("the node cannot join the fleet").And.Not.Contain("   at "));
        }
        await flow.StopAsync();
        var journal = await fixture.VerifyAsync();
        Assert.That(journal.Where(entry => !entry.IsCommit && entry.Time >= start), Is.Empty, "no account has moved");
        foreach (var node in fixture.Nodes.Take(2))
            Assert.That(await node.MetricAsync("nodes"), Is.EqualTo(2));
    }

    private static string[] Options(TestAuthority authority, TemporaryFolder folder, string name)
    {
        using var certificate = authority.Issue("node");
        using var key = certificate.GetECDsaPrivateKey()!;
        using var issuer = authority.Certificate;
        var pem = $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
        return
        [
            "--tls-certificate", folder.Write($"{name}.pem", pem),
            "--tls-authority", folder.Write($"{name}-authority.pem", issuer.ExportCertificatePem()),
        ];
    }
}
