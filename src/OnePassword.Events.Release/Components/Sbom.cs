using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OnePassword.Events.Release.Components;

/// <summary>Writes a software bill of materials in the format CycloneDX 1.6. It has no time and no random number.</summary>
internal static class Sbom
{
    // The package OnePassword.Events contains this assembly. All others have packages of the same name.
    private const string WithoutPackage = "OnePassword.Events.Generated";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(LinkedFiles files, string program, string version, string file)
    {
        JsonObject[] components =
        [
            .. files.OwnAssemblies.Where(assembly => NameOf(assembly) != NameOf(program))
                .Select(assembly => Own("library", Shipped(assembly, program), version)),
            .. files.Packages.Select(Component),
            .. files.NativeLibraries.Select(Component),
        ];
        var tool = Own("application", program, version);
        var bom = new JsonObject
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject { ["component"] = tool },
            ["components"] = new JsonArray([.. components]),
            ["dependencies"] = new JsonArray(new JsonObject
            {
                ["ref"] = (string?)tool["bom-ref"],
                ["dependsOn"] = new JsonArray([.. components.Select(component => (JsonNode?)(string?)component["bom-ref"])]),
            }),
        };
        File.WriteAllText(file, $"{bom.ToJsonString(Indented)}\n");
    }

    // A native file contains an assembly as it was built. Otherwise, it is next to the program, and can be precompiled.
    private static string Shipped(string assembly, string program) => Path.GetExtension(program) == ".dll"
        ? Path.Combine(Path.GetDirectoryName(program)!, Path.GetFileName(assembly))
        : assembly;

    private static JsonObject Own(string type, string file, string version)
    {
        var name = NameOf(file);
        var component = Component(type, name, version, "MIT", $"pkg:nuget/{name}@{version}");
        if (name == WithoutPackage)
            component.Remove("purl");
        component["hashes"] = Hashes("SHA-256", FileHash.Of(file));
        return component;
    }

    private static JsonObject Component(LinkedPackage package)
    {
        var purl = $"pkg:nuget/{package.Id}@{package.Version}";
        var component = Component("library", package.Id, package.Version, package.License, purl);
        component["publisher"] = package.Authors;
        if (package.Copyright is { } copyright)
            component["copyright"] = copyright;
        component["hashes"] = Hashes("SHA-512", package.Hash);
        if (package.ProjectUrl is { } url)
            component["externalReferences"] = new JsonArray(new JsonObject { ["type"] = "website", ["url"] = url });
        return component;
    }

    private static JsonObject Component(NativeLibrary library)
    {
        var component = Component("library", library.Name, library.Version, library.License, library.Package);
        component["components"] = new JsonArray([.. library.Files.Select(file => new JsonObject
        {
            ["type"] = "file",
            ["name"] = Path.GetFileName(file),
            ["hashes"] = Hashes("SHA-256", FileHash.Of(file)),
        })]);
        return component;
    }

    private static JsonObject Component(string type, string name, string version, string license, string purl) => new()
    {
        ["type"] = type,
        ["bom-ref"] = purl,
        ["name"] = name,
        ["version"] = version,
        ["licenses"] = Licenses(license),
        ["purl"] = purl,
    };

    private static JsonArray Hashes(string algorithm, string hash) =>
        new(new JsonObject { ["alg"] = algorithm, ["content"] = hash });

    // An expression such as "MIT OR Apache-2.0" is not an identifier.
    private static JsonArray Licenses(string license) => license.Contains(' ', StringComparison.Ordinal)
        ? new(new JsonObject { ["expression"] = license })
        : new(new JsonObject { ["license"] = new JsonObject { ["id"] = license } });

    private static string NameOf(string file) => Path.GetFileNameWithoutExtension(file);
}
