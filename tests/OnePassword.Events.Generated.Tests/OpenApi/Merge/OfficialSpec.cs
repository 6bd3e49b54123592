using Newtonsoft.Json.Linq;
using OnePassword.Events.Generated.Tests.OpenApi.Specs;

namespace OnePassword.Events.Generated.Tests.OpenApi.Merge;

/// <summary>
/// Our two files as 1Password would write them: one document, official names, inline enums, aliases of scalars, references to
/// responses and request bodies, pages that inherit their cursor. It has the shape of the public file 1.2.0.
/// </summary>
internal static class OfficialSpec
{
    public static JObject Make()
    {
        var v1 = Yaml.Load(Repository.PathOf("openapi", "1password-events-v1.yaml"));
        var v2 = Yaml.Load(Repository.PathOf("openapi", "1password-events-v2.yaml"));
        foreach (var spec in new[] { v1, v2 })
            Translate(spec);
        v1.Merge(v2, new JsonMergeSettings { MergeArrayHandling = MergeArrayHandling.Replace });
        var schemas = (JObject)v1["components"]!["schemas"]!;
        schemas["UUID"] = new JObject { ["type"] = "string" };
        schemas["DateTimeRFC3339"] = new JObject { ["type"] = "string", ["format"] = "date-time" };
        schemas["CursorCollection"] = JObject.Parse("""{"allOf":[{"$ref":"#/components/schemas/Cursor"},{"properties":{"has_more":{"type":"boolean"}}}]}""");
        return v1;
    }

    public static JObject Schema(this JObject spec, string name) => (JObject)spec["components"]!["schemas"]![name]!;

    public static JObject Properties(this JObject spec, string name) => (JObject)spec.Schema(name)["properties"]!;

    private static void Translate(JObject spec)
    {
        var schemas = (JObject)spec["components"]!["schemas"]!;
        foreach (var extra in schemas.Descendants().OfType<JObject>().Where(schema => schema["x-beyond-official"] is JArray)
            .ToList())
        {
            foreach (var value in extra["x-beyond-official"]!.Select(value => (string?)value))
                extra["enum"]!.First(item => (string?)item == value).Remove();
        }
        WriteInline(spec, schemas);
        foreach (var typed in schemas.Descendants().OfType<JProperty>().Where(property => property.Name == "x-official-type")
            .ToList())
            typed.Parent!["type"] = typed.Value;
        foreach (var time in schemas.Descendants().OfType<JObject>().Where(node => (string?)node["format"] == "date-time")
            .ToList())
            time.Replace(Reference("DateTimeRFC3339"));
        foreach (var uuid in schemas.Descendants().OfType<JProperty>()
            .Where(property => property.Name.EndsWith("_uuid", StringComparison.Ordinal)).ToList())
            uuid.Value = Reference("UUID");

        var names = schemas.Properties()
            .ToDictionary(schema => schema.Name, schema => (string?)schema.Value["x-official-name"] ?? schema.Name,
            StringComparer.Ordinal);
        spec["components"]!["schemas"] = new JObject(schemas.Properties()
            .Select(schema => new JProperty(names[schema.Name], schema.Value)));
        foreach (var reference in spec.Descendants().OfType<JProperty>().Where(property => property.Name == "$ref").ToList())
        {
            var target = ((string)reference.Value!).Split('/');
            if (target[2] == "schemas" && names.TryGetValue(target[3], out var official))
                reference.Value = $"#/components/schemas/{official}";
        }
        foreach (var operation in spec.Descendants().OfType<JObject>().Where(node => node["operationId"] is not null).ToList())
            operation["operationId"] = operation["x-official-name"];
        foreach (var extension in spec.Descendants().OfType<JProperty>()
            .Where(property => property.Name.StartsWith("x-", StringComparison.Ordinal)).ToList())
            extension.Remove();
    }

    private static void WriteInline(JObject spec, JObject schemas)
    {
        foreach (var name in new[] { "ItemUsageAction", "SignInAttemptCategory", "SignInAttemptType", "ErrorDetail" })
        {
            foreach (var list in schemas.Descendants().OfType<JArray>().Where(list => (string?)list.FirstOrDefault()?.SelectToken("['$ref']") == $"#/components/schemas/{name}").ToList())
                list.Parent!.Parent!.Replace(schemas[name]!.DeepClone());
            schemas.Remove(name);
        }
        schemas.Remove("CursorRequest");
        spec["components"]!["requestBodies"]!["CursorRequest"]!["content"]!["application/json"]!["schema"] =
            new JObject { ["oneOf"] = new JArray(Reference("Cursor"), Reference("ResetCursor")) };
    }

    private static JObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };
}
