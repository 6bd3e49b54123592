using System.IO.Compression;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace OnePassword.Events.PackageTests;

/// <summary>The packages of this checkout, packed once with a version that no cache contains.</summary>
[SetUpFixture]
public sealed class Packages
{
    private static readonly string[] Libraries =
        ["OnePassword.Events", "OnePassword.Events.Emulator", "OnePassword.Events.Stubs"];

    public static IEnumerable<string> Ids => [.. Libraries, "op-events"];

    /// <summary>Gets the temporary folder of the tests.</summary>
    public static string Root { get; } = Directory.CreateTempSubdirectory("events-packages-").FullName;

    public static string Folder => Path.Combine(Root, "packages");

    /// <summary>Gets the runtime identifier of this machine.</summary>
    public static string Platform => RuntimeInformation.RuntimeIdentifier;

    public static string Version { get; } = $"0.0.0-test.{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}";

    /// <summary>Gets options for a build that restores from the package cache of this machine.</summary>
    public static string[] RestoreOptions =>
        [$"-p:RestoreFallbackFolders={Cache}", $"-p:RestorePackagesPath={Path.Combine(Root, "restored")}"];

    private static string Cache { get; } = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    [OneTimeSetUp]
    public async Task PackAsync()
    {
        var configuration = typeof(Packages).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        foreach (var library in Libraries)
            await RunAsync(library, "--no-build");
        // Only this platform, because each platform needs a compiler and a runtime.
        var platforms = $"-p:ToolPackageRuntimeIdentifiers=\"{Platform};any\"";
        await RunAsync("OnePassword.Events.Cli", "-p:BuildProjectReferences=false", platforms);

        Task RunAsync(string project, params string[] more) => Command.RunAsync(Repository.Root, "dotnet",
        [
            "pack", $"src/{project}", "--configuration", configuration, $"-p:PackageVersion={Version}",
            "--output", Folder, .. more,
        ]);
    }

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(Root, recursive: true);

    public static IReadOnlyList<string> FilesOf(string id, string extension = "nupkg")
    {
        using var package = ZipFile.OpenRead(Path.Combine(Folder, $"{id}.{Version}.{extension}"));
        return [.. package.Entries.Select(entry => entry.FullName)];
    }

    public static byte[] Read(string id, string file)
    {
        using var package = ZipFile.OpenRead(Path.Combine(Folder, $"{id}.{Version}.nupkg"));
        using var entry = package.GetEntry(file)!.Open();
        using var content = new MemoryStream();
        entry.CopyTo(content);
        return content.ToArray();
    }

    public static XElement NuspecOf(string id) =>
        XDocument.Load(new MemoryStream(Read(id, $"{id}.nuspec"))).Root!.Elements()
            .Single(element => element.Name.LocalName == "metadata");
}
