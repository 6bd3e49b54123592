using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;

namespace OnePassword.Events.PackageTests;

/// <summary>The packages of this checkout, packed once under a version that no cache can know.</summary>
[SetUpFixture]
public sealed class Packages
{
    public static readonly string[] Ids = ["OnePassword.Events", "OnePassword.Events.Emulator", "op-events"];

    private static readonly string[] Projects = ["OnePassword.Events", "OnePassword.Events.Emulator", "OnePassword.Events.Cli"];

    /// <summary>Gets the folder of the tests, gone with them.</summary>
    public static string Root { get; } = Directory.CreateTempSubdirectory("events-packages-").FullName;

    public static string Folder => Path.Combine(Root, "packages");

    public static string Version { get; } = $"0.0.0-test.{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}";

    [OneTimeSetUp]
    public async Task PackAsync()
    {
        var configuration = typeof(Packages).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        foreach (var project in Projects)
            await Command.RunAsync(Repository.Root, "dotnet", "pack", $"src/{project}", "--no-build", "--configuration", configuration, $"-p:PackageVersion={Version}", "--output", Folder);
    }

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(Root, recursive: true);

    public static IReadOnlyList<string> FilesOf(string id, string extension = "nupkg")
    {
        using var package = ZipFile.OpenRead(Path.Combine(Folder, $"{id}.{Version}.{extension}"));
        return [.. package.Entries.Select(entry => entry.FullName)];
    }

    public static XElement NuspecOf(string id)
    {
        using var package = ZipFile.OpenRead(Path.Combine(Folder, $"{id}.{Version}.nupkg"));
        using var nuspec = package.GetEntry($"{id}.nuspec")!.Open();
        return XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }
}
