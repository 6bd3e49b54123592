using System.Security.Cryptography.X509Certificates;

namespace OnePassword.Events.Fleet.Tests.Commands;

/// <summary>Options of <c>op-events-fleet run</c> that no node starts with.</summary>
public sealed class RunOptionsTests
{
    [TestCase("203.0.113.5")]
    [TestCase("172.32.0.1")]
    [TestCase("2001:db8::1")]
    public async Task Public_address_requires_TLS(string address)
    {
        var run = await RunAsync("--address", address);
        run.FailedWith(2, $"--address {address} is not a private address", "--tls-certificate", "--tls-authority");
    }

    [TestCase("0.0.0.0")]
    [TestCase("::")]
    [TestCase("somewhere")]
    public async Task Address_that_other_nodes_cannot_use_is_a_usage_error(string address) =>
        (await RunAsync("--address", address)).FailedWith(2, "--address", address);

    // A private address is accepted, so that the command fails only at the database.
    [TestCase("127.0.0.1")]
    [TestCase("10.1.2.3")]
    [TestCase("172.31.255.1")]
    [TestCase("192.168.0.1")]
    [TestCase("100.64.0.1")]
    [TestCase("169.254.1.1")]
    [TestCase("fd00::1")]
    [TestCase("fe80::1")]
    public async Task Private_address_needs_no_TLS(string address) =>
        (await RunAsync("--address", address)).FailedWith(6, "PostgreSQL: ");

    [TestCase("--tls-certificate")]
    [TestCase("--tls-authority")]
    public async Task Options_of_TLS_require_each_other(string option) =>
        (await RunAsync(option, "node.pem")).FailedWith(2, "--tls-certificate and --tls-authority require each other");

    [Test]
    public async Task Certificate_that_cannot_be_read_is_named()
    {
        using var folder = new TemporaryFolder();
        using var authority = new TestAuthority();
        using var root = authority.Certificate;
        var ca = folder.Write("ca.pem", root.ExportCertificatePem());
        (await RunAsync("--tls-certificate", folder["missing.pem"], "--tls-authority", ca))
            .FailedWith(2, $"{folder["missing.pem"]} cannot be read as a certificate");
        (await RunAsync("--tls-certificate", ca, "--tls-authority", ca)).FailedWith(2, $"{ca} cannot be read as a certificate");
        (await RunAsync("--tls-certificate", ca, "--tls-authority", folder["missing.pem"]))
            .FailedWith(2, $"{folder["missing.pem"]} cannot be read as a certificate");
        (await RunAsync("--tls-certificate", ca, "--tls-authority", folder.Write("text.pem", "no certificate")))
            .FailedWith(2, $"{folder["text.pem"]}");
    }

    [Test]
    public async Task Public_address_is_accepted_with_TLS()
    {
        using var folder = new TemporaryFolder();
        using var authority = new TestAuthority();
        using var root = authority.Certificate;
        using var node = authority.Issue("node");
        using var key = node.GetECDsaPrivateKey()!;
        var run = await RunAsync(
            "--address", "203.0.113.5", "--tls-authority", folder.Write("ca.pem", root.ExportCertificatePem()),
            "--tls-certificate", folder.Write("node.pem", node.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem()));
        run.FailedWith(6, "PostgreSQL: ");
    }

    [TestCase("--port", "0")]
    [TestCase("--port", "65536")]
    [TestCase("--fleet", "a b")]
    [TestCase("--emulator", "0")]
    [TestCase("--emulator", "1001")]
    public async Task Value_out_of_range_is_a_usage_error(string option, string value) =>
        (await RunAsync(option, value)).FailedWith(2, option, value);

    [Test]
    public async Task Second_fleet_of_a_database_is_rejected()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await database.ExecuteAsync("INSERT INTO op_events_fleet.fleet (name) VALUES ('first')");
        var run = await FleetRunner.RunAsync(database, "run", "--fleet", "second");
        run.FailedWith(2, "the database belongs to the fleet 'first'. Use --fleet first to join it, or another database.");
    }

    private static Task<CliResult> RunAsync(params string[] args) =>
        new FleetRunner().StartAsync(["run", "--connection", "Host=127.0.0.1;Port=1;Username=postgres", .. args]);
}
