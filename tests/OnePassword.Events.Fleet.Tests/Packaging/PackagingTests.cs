using System.Diagnostics;
using System.Globalization;
using OnePassword.Events.Fleet.Cluster;
using OnePassword.Events.Fleet.Commands;
using OnePassword.Events.Fleet.Nodes;
using YamlDotNet.RepresentationModel;

namespace OnePassword.Events.Fleet.Tests.Packaging;

/// <summary>The container image, the Compose file and the unit of systemd, which cannot all run on a machine of developers.</summary>
public sealed class PackagingTests
{
    private const string Image = "Containerfile";
    private const string Unit = "op-events-fleet.service";

    private static readonly string Port = NodeOptions.DefaultPort.ToString(CultureInfo.InvariantCulture);

    [Test]
    public void Image_runs_the_program_as_an_unprivileged_user()
    {
        var image = PackagingFiles.Settings(Image, ' ');
        Assert.That(image["FROM"], Is.EqualTo(new[] { "$SDK AS build", "$BASE" }));
        Assert.That(image["ENTRYPOINT"], Is.EqualTo(new[] { $"""["dotnet", "/app/{FleetProcess.FileName}"]""" }));
        Assert.That(image["USER"], Is.EqualTo(new[] { "1654:1654" }));
        Assert.That(image["EXPOSE"].Single().Split(' '), Does.Contain(Port));
        Assert.That(image["RUN"].First(), Does.StartWith("dotnet publish src/OnePassword.Events.Fleet "));
        PackagingFiles.AssertParses("run");
    }

    [Test]
    public void Compose_file_runs_nodes_that_have_their_addresses_in_its_network()
    {
        var compose = PackagingFiles.Yaml("compose.yaml");
        var node = compose["services"]["node"];
        var command = Texts(node["command"]);
        var subnet = compose["networks"]["fleet"]["ipam"]["config"][0]["subnet"].ToString();
        Assert.That(command, Does.Contain(subnet));
        PackagingFiles.AssertParses(command.Select(arg => arg == subnet ? "127.0.0.0/8" : arg));
        Assert.That((node["deploy"]["replicas"].ToString(), node["restart"].ToString()), Is.EqualTo(("3", "always")));
        Assert.That(PackagingFiles.Seconds(node["stop_grace_period"].ToString()), Is.GreaterThan(ClusterHost.ShutdownTimeout));
        Assert.That(node["build"]["dockerfile"].ToString(), Is.EqualTo($"{PackagingFiles.Folder}/{Image}"));
    }

    [Test]
    public void Compose_file_uses_only_what_it_defines_and_passes_passwords_as_files()
    {
        var compose = PackagingFiles.Yaml("compose.yaml");
        foreach (var service in ((YamlMappingNode)compose["services"]).Children.Values)
        {
            Assert.That(Texts(service["secrets"]), Is.Not.Empty.And.SubsetOf(Keys(compose["secrets"])));
            Assert.That(Texts(service["networks"]), Is.EqualTo(Keys(compose["networks"])));
        }
        var environment = compose["services"]["node"]["environment"];
        PackagingFiles.AssertHasNoSecret(environment[DatabaseCommand.Variable].ToString());
        Assert.That(environment["PGPASSFILE"].ToString(), Is.EqualTo("/run/secrets/pgpass"));
        Assert.That(environment[DatabaseCommand.Variable].ToString(), Does.StartWith("Host=db;"));
        Assert.That(Keys(compose["services"]), Does.Contain("db"));
        Assert.That(Keys(compose["services"]["db"]["environment"]), Does.Contain("POSTGRES_PASSWORD_FILE").And.Not.Contain("POSTGRES_PASSWORD"));
    }

    [Test]
    public void Unit_starts_a_node_restarts_it_and_waits_for_its_end()
    {
        var unit = PackagingFiles.Settings(Unit, '=');
        var start = unit["ExecStart"].Single().Split(' ');
        Assert.That(start[0], Does.EndWith("/op-events-fleet"));
        PackagingFiles.AssertParses(start[1..].SelectMany(arg => arg[0] == '$' ? Options : [arg]));
        Assert.That((unit["Type"].Single(), unit["Restart"].Single()), Is.EqualTo(("notify", "always")));
        Assert.That(PackagingFiles.Seconds(unit["TimeoutStopSec"].Single()), Is.GreaterThan(ClusterHost.ShutdownTimeout));
        Assert.That(unit["Environment"], Is.EqualTo(new[] { "PGPASSFILE=%d/pgpass" }));
        Assert.That(unit["LoadCredential"].Single(), Does.StartWith("pgpass:/"));
    }

    // The options that the guide shows.
    private static string[] Options => ["--address", "127.0.0.0/8"];

    [Test]
    [Platform("Linux")]
    public async Task Unit_is_valid_and_hardened()
    {
        if (!File.Exists("/usr/bin/systemd-analyze"))
            Assert.Ignore("There is no systemd-analyze.");
        var folder = Directory.CreateTempSubdirectory("fleet-unit-");
        try
        {
            // systemd-analyze requires that the program exists.
            var unit = Path.Combine(folder.FullName, Unit);
            var program = PackagingFiles.Settings(Unit, '=')["ExecStart"].Single().Split(' ')[0];
            await File.WriteAllTextAsync(unit, PackagingFiles.Read(Unit).Replace(program, "/bin/true", StringComparison.Ordinal));
            Assert.That(await AnalyzeAsync("verify", unit), Is.EqualTo((0, "")));
            var (code, log) = await AnalyzeAsync("security", "--offline=true", "--threshold=20", "--no-pager", unit);
            Assert.That(code, Is.Zero, log);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(int Code, string Log)> AnalyzeAsync(params string[] args)
    {
        var start = new ProcessStartInfo("systemd-analyze", args)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + error);
    }

    private static string[] Texts(YamlNode list) => [.. ((YamlSequenceNode)list).Select(item => item.ToString())];

    private static string[] Keys(YamlNode map) => [.. ((YamlMappingNode)map).Children.Keys.Select(key => key.ToString())];
}
