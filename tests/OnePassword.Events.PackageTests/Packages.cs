using System.IO.Compression;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using System.Xml.Linq;

namespace OnePassword.Events.PackageTests;

/// <summary>The packages of this clone, packed once with a version that no cache contains. Tests of the tool pack it first.</summary>
[SetUpFixture]
public sealed class Packages
{
    private static readonly string[] Libraries =
    [
        "OnePassword.Events", "OnePassword.Events.Destinations", "OnePassword.Events.Emulator", "OnePassword.Events.Kafka",
        "OnePassword.Events.ObjectStorage", "OnePassword.Events.ObjectStorage.Parquet", "OnePassword.Events.PostgreSql",
        "OnePassword.Events.Stubs",
    ];

    private static readonly Lazy<Task> Tool = new(async () =>
    {
        await PackAsync("OnePassword.Events.Cli", "-p:BuildProjectReferences=false", $"-p:ToolPackageRuntimeIdentifiers=\"{Platform};any\"");
        await PackAsync(Libraries[0], "--no-build"); // Last, so that the checksums are stale if packing a library does not renew them.
    });

    /// <summary>Gets the packages that users refer to.</summary>
    public static IEnumerable<string> Ids => [.. Libraries, "op-events"];

    /// <summary>Gets all packages, including those of the tool for each platform.</summary>
    public static IEnumerable<string> AllIds => [.. Ids, "op-events.any", $"op-events.{Platform}"];

    /// <summary>Gets the temporary folder of the tests.</summary>
    public static string Root { get; } = Directory.CreateTempSubdirectory("events-packages-").FullName;

    public static string Folder => Path.Combine(Root, "packages");

    /// <summary>Gets the runtime identifier of this machine.</summary>
    public static string Platform => RuntimeInformation.RuntimeIdentifier;

    public static string Version { get; } = $"0.0.0-test.{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}";

    /// <summary>Gets the folder into which the consumers restore.</summary>
    public static string Restored => Path.Combine(Root, "restored");

    /// <summary>Gets the package cache of this machine.</summary>
    public static string Cache { get; } = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>Gets the configuration of this build, which also packs.</summary>
    public static string Configuration { get; } =
        typeof(Packages).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    [OneTimeSetUp]
    public async Task PackLibrariesAsync()
    {
        foreach (var library in Libraries)
            await PackAsync(library, "--no-build");
    }

    /// <summary>Packs the tool, for this platform and for all others.</summary>
    public static Task PackToolAsync() => Tool.Value;

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(Root, recursive: true);

    public static IReadOnlyList<string> FilesOf(string id)
    {
        using var package = ZipFile.OpenRead(Path.Combine(Folder, $"{id}.{Version}.nupkg"));
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

    public static string ReadText(string id, string file) => Encoding.UTF8.GetString(Read(id, file)).ReplaceLineEndings("\n");

    public static XElement NuspecOf(string id) =>
        XDocument.Load(new MemoryStream(Read(id, $"{id}.nuspec"))).Root!.Elements()
            .Single(element => element.Name.LocalName == "metadata");

    private static Task<string> PackAsync(string project, params string[] more) => Command.RunAsync(Repository.Root, "dotnet",
    [
        "pack", $"src/{project}", "--configuration", Configuration, $"-p:PackageVersion={Version}", "--output", Folder, .. more,
    ]);
}
