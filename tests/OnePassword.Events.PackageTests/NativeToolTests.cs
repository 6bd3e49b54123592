using System.Text.Json;
using System.Text.RegularExpressions;

namespace OnePassword.Events.PackageTests;

/// <summary>Users without .NET: one native file, as a package and in an archive.</summary>
[Category("Native")]
public sealed partial class NativeToolTests
{
    private static readonly string[] Documents = ["LICENSE", "README.md", "THIRD-PARTY-NOTICES.txt"];

    private string folder = "";

    [OneTimeSetUp]
    public async Task BuildAsync() => folder = await NativeTool.FolderAsync();

    [Test]
    public async Task The_installed_tool_is_one_native_file_that_exports_events()
    {
        var tools = Path.Combine(Packages.Root, "native-tools");
        string[] source = ["--add-source", folder, "--version", Packages.Version];
        await Command.RunAsync(Packages.Root, "dotnet", ["tool", "install", "op-events", "--tool-path", tools, .. source]);
        var installed = Directory.GetFiles(tools, "*", SearchOption.AllDirectories).Select(Path.GetFileName).ToList();
        Assert.That(installed, Does.Contain("op-events"));
        Assert.That(installed, Has.None.EndsWith(".dll").And.None.EndsWith(".dbg"));
        await AssertExportsAsync(Path.Combine(tools, "op-events"), "native-out");
    }

    [Test]
    public async Task The_archive_contains_one_program_that_exports_events_and_the_licenses()
    {
        await Command.RunAsync(Packages.Root, "tar", "-xzf", Path.Combine(folder, $"{NativeTool.Name}.tar.gz"));
        var unpacked = Path.Combine(Packages.Root, NativeTool.Name);
        var files = Directory.GetFiles(unpacked, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(unpacked, file)).ToList();
        Assert.That(files, Is.SupersetOf(Documents.Append("op-events").Append("docs/commands.md")));
        Assert.That(files, Has.None.EndsWith(".dll").And.None.EndsWith(".dbg"));
        await AssertExportsAsync(Path.Combine(unpacked, "op-events"), "archive-out");
    }

    [Test]
    public async Task The_bill_of_materials_contains_every_package_and_assembly_in_the_native_file()
    {
        var components = (await BillAsync()).GetProperty("components").EnumerateArray()
            .Select(component => $"{component.GetProperty("name").GetString()}/{component.GetProperty("version").GetString()}")
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var missing = new List<string>();
        foreach (var line in await File.ReadAllLinesAsync(NativeTool.CompilerArguments))
        {
            if (!line.StartsWith("-r:", StringComparison.Ordinal))
                continue;
            var package = PackageFolder().Match(line.Replace('\\', '/'));
            var expected = package.Success
                ? $"{package.Groups["id"].Value}/{package.Groups["version"].Value}"
                : $"{Path.GetFileNameWithoutExtension(line)}/{Packages.Version}";
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
    public async Task The_notices_contain_each_package_with_its_license()
    {
        var native = Path.GetDirectoryName(NativeTool.CompilerArguments)!;
        var notices = await File.ReadAllTextAsync(Path.Combine(native, "..", "THIRD-PARTY-NOTICES.txt"));
        var components = (await BillAsync()).GetProperty("components").EnumerateArray();
        foreach (var component in components.Where(component => component.TryGetProperty("purl", out _)))
        {
            var license = component.GetProperty("licenses")[0].GetProperty("license").GetProperty("id").GetString();
            Assert.That(notices, Does.Contain($"\n{component.GetProperty("name")} {component.GetProperty("version")} ({license})"));
        }
    }

    [Test]
    public async Task The_checksums_match_every_file()
    {
        await Command.RunAsync(folder, "sha256sum", "--check", "--strict", "SHA256SUMS");
        var listed = (await File.ReadAllLinesAsync(Path.Combine(folder, "SHA256SUMS"))).Select(line => line.Split("  ")[1]);
        Assert.That(listed, Is.EquivalentTo(Directory.GetFiles(folder).Select(Path.GetFileName).Where(name => name != "SHA256SUMS")));
    }

    private static async Task AssertExportsAsync(string tool, string output)
    {
        await Command.RunAsync(Packages.Root, tool, "export", "--emulator", "--output", output);
        foreach (var feed in (string[])["auditevents", "itemusages", "signinattempts"])
            Assert.That(await File.ReadAllLinesAsync(Path.Combine(Packages.Root, output, $"{feed}.ndjson")), Has.Length.EqualTo(1_000));
    }

    private async Task<JsonElement> BillAsync()
    {
        using var bill = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, $"{NativeTool.Name}.cdx.json")));
        return bill.RootElement.Clone();
    }

    // A file of a package in the cache: …/polly.core/8.9.1/lib/net10.0/Polly.Core.dll
    [GeneratedRegex("/(?<id>[^/]+)/(?<version>[0-9]+[.][^/]+)/(lib|runtimes|tools|sdk|framework)/", RegexOptions.ExplicitCapture)]
    private static partial Regex PackageFolder();
}
