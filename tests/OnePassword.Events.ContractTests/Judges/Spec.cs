using Newtonsoft.Json.Linq;
using NJsonSchema;
using OnePassword.Events.Generated.Tests.OpenApi.Specs;

namespace OnePassword.Events.ContractTests.Judges;

/// <summary>A specification as a judge of bodies: JSON Schema, by a library.</summary>
internal sealed class Spec
{
    // The library's own judgement of a date-time ends at the seventh digit of a second; RFC 3339 and the API go on.
    private const string Rfc3339 = @"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$";

    private readonly JObject _document;
    private readonly JsonSchema _schemas;

    private Spec(string version)
    {
        Version = version;
        _document = Yaml.Load(Repository.PathOf("openapi", $"1password-events-{version}.yaml"));
        var definitions = (JObject)_document.SelectToken("components.schemas")!.DeepClone();
        foreach (var nullable in definitions.Descendants().OfType<JProperty>().Where(property => property.Name == "nullable").ToList())
            AllowNull((JObject)nullable.Parent!);
        foreach (var time in definitions.Descendants().OfType<JProperty>().Where(property => property.Name == "format" && (string?)property.Value == "date-time").ToList())
            time.Replace(new JProperty("pattern", Rfc3339));
        _schemas = JsonSchema.FromJsonAsync(new JObject { ["definitions"] = definitions }.ToString().Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal))
            .GetAwaiter().GetResult();
    }

    public static IReadOnlyList<Spec> Both { get; } = [new("v1"), new("v2")];

    public string Version { get; }

    public IEnumerable<string> Paths => ((JObject)_document["paths"]!).Properties().Select(path => path.Name);

    public static Spec Of(string path) => Both.Single(spec => spec.Paths.Contains(path, StringComparer.Ordinal));

    public bool Promises(string path, int status) => Response(path, status) is not null;

    /// <summary>What is wrong with the body of an answer; nothing if it is as promised.</summary>
    public IReadOnlyList<string> Judge(string path, int status, string body)
    {
        var response = Response(path, status) ?? throw new InvalidOperationException($"{path} promises no {status}.");
        var schema = (string)Resolve(response).SelectToken("content.['application/json'].schema.$ref")!;
        return [.. _schemas.Definitions[schema.Split('/')[^1]].Validate(body).Select(error => error.ToString())];
    }

    private JToken? Response(string path, int status)
    {
        var responses = ((JObject)_document["paths"]![path]!).Properties().Single().Value["responses"]!;
        return responses[$"{status}"] ?? (status >= 400 ? responses["default"] : null);
    }

    private JToken Resolve(JToken token) => (string?)token["$ref"] is { } reference ? _document.SelectToken(reference[2..].Replace('/', '.'))! : token;

    // OpenAPI 3.0 says it in a word of its own.
    private static void AllowNull(JObject schema)
    {
        schema.Remove("nullable");
        var itself = schema.DeepClone();
        schema.RemoveAll();
        schema["oneOf"] = new JArray(new JObject { ["type"] = "null" }, itself);
    }

    public override string ToString() => Version;
}
