using System.Text;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Packaging;

/// <summary>The script that builds the Debian package, with another program instead of the tool.</summary>
[Category("InProcess")]
[Platform("Linux")]
public sealed class DebianBuildTests
{
    private const string Script = "src/OnePassword.Events.Cli/packaging/debian/build";

    [Test]
    public async Task Maintainer_and_paths_can_have_special_characters()
    {
        if (!File.Exists("/usr/bin/dpkg-deb") || !File.Exists("/usr/bin/readelf"))
            Assert.Ignore("This test needs dpkg-deb and readelf.");
        const string Maintainer = @"R&D \1 / SOC <soc@example.com>";
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["of a user"]);
        var tool = folder.Write("of a user/tool", "echo \"tool: $*\"");
        string[] parts = ["1.0", "amd64", Maintainer, "/bin/ls", Repository.PathOf("LICENSE"), folder["of a user"], "bash", tool];
        await MachineCopy.RunAsync("bash", [Repository.PathOf(Script.Split('/')), .. parts]);

        var package = folder["of a user/op-events_1.0_amd64.deb"];
        Assert.That(await MachineCopy.RunAsync("dpkg-deb", "--field", package, "Maintainer"), Is.EqualTo($"{Maintainer}\n"));
        await MachineCopy.RunAsync("dpkg-deb", "--raw-extract", package, folder["package"]);
        var manual = folder.Unzip("package/usr/share/man/man5/op-events-follow.json.5.gz");
        Assert.That(Encoding.UTF8.GetString(manual), Is.EqualTo("tool: manual op-events-follow.json\n"));
    }
}
