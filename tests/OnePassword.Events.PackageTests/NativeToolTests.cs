using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OnePassword.Events.PackageTests;

/// <summary>Users without .NET: one native file in an archive.</summary>
[Category("Native")]
public sealed partial class NativeToolTests
{
    private static readonly string[] Documents = ["LICENSE", "README.md", "THIRD-PARTY-NOTICES.txt", "follow.json", "op-events.service"];

    private string archive = "";

    private string Folder => Path.GetDirectoryName(archive)!;

    private string Name => Path.GetFileName(archive)[..^".tar.gz".Length];

    [OneTimeSetUp]
    public async Task BuildAsync() => archive = await NativeTool.ArchiveAsync();

    [Test]
    public async Task The_archive_contains_one_program_that_exports_events_and_the_licenses()
    {
        await Command.RunAsync(Packages.Root, "tar", "-xzf", archive);
        var unpacked = Path.Combine(Packages.Root, Name);
        var files = Directory.GetFiles(unpacked, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(unpacked, file)).ToList();
        Assert.That(files, Is.SupersetOf(Documents.Append("op-events").Append("docs/commands.md")));
        Assert.That(files, Has.None.EndsWith(".dll").And.None.EndsWith(".dbg"));
        var tool = Path.Combine(unpacked, "op-events");
        await Command.RunAsync(Packages.Root, tool, "export", "--emulator", "--output", "archive-out");
        foreach (var feed in (string[])["auditevents", "itemusages", "signinattempts"])
            Assert.That(await File.ReadAllLinesAsync(Path.Combine(Packages.Root, "archive-out", $"{feed}.ndjson")), Has.Length.EqualTo(1_000));
        var program = (await BillAsync()).GetProperty("metadata").GetProperty("component");
        Assert.That(HashOf(program), Is.EqualTo(Sha256(tool)));
    }

    [Test]
    public async Task The_bill_of_materials_contains_every_package_and_assembly_in_the_native_file()
    {
        var components = (await BillAsync()).GetProperty("components").EnumerateArray()
            .Select(component => $"{component.GetProperty("name").GetString()}/{component.GetProperty("version").GetString()}")
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var version = Name["op-events-".Length..^(Packages.Platform.Length + 1)];
        var missing = new List<string>();
        foreach (var line in await File.ReadAllLinesAsync(NativeTool.CompilerArguments))
        {
            if (!line.StartsWith("-r:", StringComparison.Ordinal))
                continue;
            var package = PackageFolder().Match(line.Replace('\\', '/'));
            var expected = package.Success
                ? $"{package.Groups["id"].Value}/{package.Groups["version"].Value}"
                : $"{Path.GetFileNameWithoutExtension(line)}/{version}";
            if (!components.Contains(expected))
                missing.Add(expected);
        }

        Assert.That(missing, Is.Empty);
        Assert.That(CycloneDX.Json.Validator.Validate($"{await BillAsync()}", CycloneDX.SpecificationVersion.v1_6).Valid, Is.True);
        Assert.That(components, Has.Some.StartsWith("Polly.Core/"));
        Assert.That(components, Has.Some.StartsWith($"runtime.{Packages.Platform}.Microsoft.DotNet.ILCompiler/"));
        Assert.That(components, Has.Some.StartsWith($"Microsoft.NETCore.App.Runtime.NativeAOT.{Packages.Platform}/"));
    }

    [Test]
    public async Task The_bill_of_materials_contains_the_native_libraries_with_their_versions()
    {
        var components = (await BillAsync()).GetProperty("components").EnumerateArray().ToList();
        var pack = components.Single(component => Text(component, "name").Contains(".NativeAOT.", StringComparison.Ordinal));
        var libraries = Path.Combine(
            Packages.Cache, Text(pack, "name").ToLowerInvariant(), Text(pack, "version"), "runtimes", Packages.Platform, "native");
        var zlib = components.Single(component => Text(component, "name") == "zlib-ng");
        AssertFiles(zlib, "libz.a");
        Assert.That(await ContainsAsync("libz.a", Encoding.ASCII.GetBytes($"zlib-ng {Text(zlib, "version")}")), Is.True);

        var brotli = components.Single(component => Text(component, "name") == "brotli");
        AssertFiles(brotli, "libbrotlienc.a", "libbrotlidec.a", "libbrotlicommon.a");
        if (Packages.Platform == "linux-x64")
        {
            // BrotliDecoderVersion is: mov eax, version. The version has 8 bits, 12 bits and 12 bits.
            var parts = Version.Parse(Text(brotli, "version"));
            var number = (parts.Major << 24) | (parts.Minor << 12) | parts.Build;
            Assert.That(await ContainsAsync("libbrotlidec.a", [0xB8, .. BitConverter.GetBytes(number)]), Is.True);
        }

        async Task<bool> ContainsAsync(string library, byte[] bytes) =>
            (await File.ReadAllBytesAsync(Path.Combine(libraries, library))).AsSpan().IndexOf(bytes) >= 0;

        void AssertFiles(JsonElement component, params string[] names)
        {
            var files = component.GetProperty("components").EnumerateArray().Select(file => (Text(file, "name"), HashOf(file)));
            Assert.That(files, Is.EquivalentTo(names.Select(name => (name, Sha256(Path.Combine(libraries, name))))));
        }
    }

    [Test]
    public async Task The_bill_of_materials_contains_the_hash_of_each_own_assembly()
    {
        var linked = (await File.ReadAllLinesAsync(NativeTool.CompilerArguments))
            .Where(line => line.StartsWith("-r:", StringComparison.Ordinal)).Select(line => line[3..].Trim('"'))
            .Where(file => Path.GetFileName(file).StartsWith("OnePassword.", StringComparison.Ordinal))
            .Select(file => (Path.GetFileNameWithoutExtension(file), Sha256(file)));
        var own = (await BillAsync()).GetProperty("components").EnumerateArray()
            .Where(component => Text(component, "name").StartsWith("OnePassword.", StringComparison.Ordinal))
            .Select(component => (Text(component, "name"), HashOf(component))).ToList();
        Assert.That(own, Is.Not.Empty.And.EquivalentTo(linked));
    }

    [Test]
    public async Task The_notices_contain_each_package_with_its_license()
    {
        var native = Path.GetDirectoryName(NativeTool.CompilerArguments)!;
        var notices = await File.ReadAllTextAsync(Path.Combine(native, "..", "THIRD-PARTY-NOTICES.txt"));
        var components = (await BillAsync()).GetProperty("components").EnumerateArray();
        foreach (var component in components.Where(component => component.TryGetProperty("publisher", out _)))
        {
            var license = component.GetProperty("licenses")[0].GetProperty("license").GetProperty("id").GetString();
            Assert.That(notices, Does.Contain($"\n{component.GetProperty("name")} {component.GetProperty("version")} ({license})"));
        }
    }

    [Test]
    public async Task The_checksums_match_every_file()
    {
        await Command.RunAsync(Folder, "sha256sum", "--check", "--strict", "SHA256SUMS");
        var listed = (await File.ReadAllLinesAsync(Path.Combine(Folder, "SHA256SUMS"))).Select(line => line.Split("  ")[1]);
        Assert.That(listed, Is.EquivalentTo(Directory.GetFiles(Folder).Select(Path.GetFileName).Where(name => name != "SHA256SUMS")));
    }

    private static string Text(JsonElement component, string name) => component.GetProperty(name).GetString()!;

    private static string HashOf(JsonElement component) => Text(component.GetProperty("hashes")[0], "content");

    private static string Sha256(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    private async Task<JsonElement> BillAsync()
    {
        using var bill = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, $"{Name}.cdx.json")));
        return bill.RootElement.Clone();
    }

    // A file of a package in the cache: …/polly.core/8.9.1/lib/net10.0/Polly.Core.dll
    [GeneratedRegex("/(?<id>[^/]+)/(?<version>[0-9]+[.][^/]+)/(lib|runtimes|tools|sdk|framework)/", RegexOptions.ExplicitCapture)]
    private static partial Regex PackageFolder();
}
