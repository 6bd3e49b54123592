using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text.RegularExpressions;

namespace OnePassword.Events.PackageTests;

/// <summary>Debuggers find the sources: those of the repository by Source Link, the generated ones in the symbols.</summary>
public sealed class SourceTests
{
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

    [Test]
    public async Task The_symbols_contain_the_generated_sources()
    {
        var embedded = new List<string>();
        using var package = ZipFile.OpenRead(Path.Combine(Packages.Folder, $"OnePassword.Events.{Packages.Version}.snupkg"));
        using var entry = package.GetEntry("lib/net10.0/OnePassword.Events.Generated.pdb")!.Open();
        using var content = new MemoryStream();
        await entry.CopyToAsync(content);
        content.Position = 0;
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(content);
        var reader = symbols.GetMetadataReader();
        foreach (var handle in reader.Documents)
        {
            var kinds = reader.GetCustomDebugInformation(handle).Select(id => reader.GetCustomDebugInformation(id).Kind);
            if (kinds.Any(kind => reader.GetGuid(kind) == EmbeddedSource))
                embedded.Add(Regex.Match(reader.GetString(reader.GetDocument(handle).Name), @"[^/\\]+$").Value);
        }
        Assert.That(embedded, Is.SupersetOf(new[] { "EventsV1.g.cs", "EventsV2.g.cs" }).And.None.EqualTo("EventTime.cs"));
    }
}
