using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace OnePassword.Events.PackageTests;

/// <summary>Debuggers find symbols and sources in the assemblies. With a remote, Source Link finds the sources, too.</summary>
public sealed class SourceTests
{
    [OneTimeSetUp]
    public Task PackAsync() => Packages.PackToolAsync();

    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    // A clone has a remote, which a checkout may lack. The target that writes the map needs no build.
    [Test]
    public async Task Source_Link_points_to_the_commit_at_the_remote()
    {
        var clone = Path.Combine(Packages.Root, "clone");
        await Command.RunAsync(Packages.Root, "git", "clone", "--quiet", "--shared", Repository.Root, clone);
        await Command.RunAsync(clone, "git", "remote", "set-url", "origin", "https://github.com/example/events.git");
        const string Targets = "-t:PrepareForBuild;GenerateSourceLinkFile";
        string[] build = ["msbuild", "src/OnePassword.Events.Emulator", "-restore", Targets, "-nodeReuse:false"];
        await Command.RunAsync(clone, "dotnet", build);
        var file = Directory.GetFiles(clone, "*.sourcelink.json", SearchOption.AllDirectories).Single();
        var map = await File.ReadAllTextAsync(file);
        var commit = (await Command.RunAsync(clone, "git", "rev-parse", "HEAD")).Trim();
        Assert.That(map, Does.Contain($"https://raw.githubusercontent.com/example/events/{commit}/*"));
    }

    [TestCase("OnePassword.Events", "lib/net10.0/OnePassword.Events.dll", "EventsClient.cs")]
    [TestCase("OnePassword.Events", "lib/net10.0/OnePassword.Events.Generated.dll", "EventsV2.g.cs")]
    [TestCase("OnePassword.Events.Emulator", "lib/net10.0/OnePassword.Events.Emulator.dll", "EventsEmulator.cs")]
    [TestCase("OnePassword.Events.Stubs", "lib/net10.0/OnePassword.Events.Stubs.dll", "EventsStubs.cs")]
    [TestCase("op-events.any", "tools/net10.0/any/op-events.dll", "Program.cs")]
    public void An_assembly_contains_its_symbols_and_sources(string id, string file, string source)
    {
        using var assembly = new PEReader(new MemoryStream(Packages.Read(id, file)));
        var entry = assembly.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using var symbols = assembly.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
        var reader = symbols.GetMetadataReader();

        var sources = reader.Documents.Where(IsEmbedded).Select(document => reader.GetString(reader.GetDocument(document).Name)).ToList();

        Assert.That(sources.Select(path => path.Split('/', '\\')[^1]), Does.Contain(source));
        Assert.That(sources, Has.Count.EqualTo(reader.Documents.Count));

        bool IsEmbedded(DocumentHandle document) => reader.GetCustomDebugInformation(document)
            .Any(kind => reader.GetGuid(reader.GetCustomDebugInformation(kind).Kind) == EmbeddedSource);
    }

    [Test]
    public void There_are_no_symbol_packages() => Assert.That(Directory.GetFiles(Packages.Folder), Has.None.EndsWith(".snupkg"));

    [Test]
    public async Task A_release_build_in_another_folder_has_the_same_bytes()
    {
        var assemblies = new List<byte[]>();
        foreach (var folder in (string[])["first", "second"])
        {
            var clone = Path.Combine(Packages.Root, folder);
            await Command.RunAsync(Packages.Root, "git", "clone", "--quiet", "--shared", Repository.Root, clone);
            string[] build = ["build", "src/OnePassword.Events.Stubs", "--configuration", "Release", "-nodeReuse:false"];
            await Command.RunAsync(clone, "dotnet", build);
            var file = Path.Combine(clone, "artifacts", "bin", "OnePassword.Events.Stubs", "release", "OnePassword.Events.Stubs.dll");
            assemblies.Add(await File.ReadAllBytesAsync(file));
        }

        Assert.That(assemblies[1], Is.EqualTo(assemblies[0]));
        Assert.That(Encoding.UTF8.GetString(assemblies[0]), Does.Not.Contain(Packages.Root));
    }
}
