using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OnePassword.Events.Release.Components;

/// <summary>Writes a software bill of materials in the format CycloneDX 1.6. It has no time and no random number.</summary>
internal static class Sbom
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(LinkedFiles files, string name, string version, string file)
    {
        JsonObject[] components =
        [
            .. files.OwnAssemblies.Where(assembly => assembly != name)
                .Select(assembly => Component(assembly, version, "library", "MIT")),
            .. files.Packages.Select(Component),
        ];
        var tool = Component(name, version, "application", "MIT");
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

    private static JsonObject Component(string name, string version, string type, string license) => new()
    {
        ["type"] = type,
        ["bom-ref"] = $"pkg:nuget/{name}@{version}",
        ["name"] = name,
        ["version"] = version,
        ["licenses"] = Licenses(license),
    };

    private static JsonObject Component(LinkedPackage package)
    {
        var component = Component(package.Id, package.Version, "library", package.License);
        component["publisher"] = package.Authors;
        if (package.Copyright is { } copyright)
            component["copyright"] = copyright;
        component["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = package.Hash });
        component["purl"] = (string?)component["bom-ref"];
        if (package.ProjectUrl is { } url)
            component["externalReferences"] = new JsonArray(new JsonObject { ["type"] = "website", ["url"] = url });
        return component;
    }

    // An expression such as "MIT OR Apache-2.0" is not an identifier.
    private static JsonArray Licenses(string license) => license.Contains(' ', StringComparison.Ordinal)
        ? new(new JsonObject { ["expression"] = license })
        : new(new JsonObject { ["license"] = new JsonObject { ["id"] = license } });
}
