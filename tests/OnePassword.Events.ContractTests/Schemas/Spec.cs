using Newtonsoft.Json.Linq;
using NJsonSchema;
using OnePassword.Events.Generated.Tests.OpenApi.Specs;

namespace OnePassword.Events.ContractTests.Schemas;

/// <summary>Validates bodies against a specification with a JSON Schema library.</summary>
internal sealed class Spec
{
    // The library accepts at most seven fractional digits in a date-time. RFC 3339 and the API have more.
    private const string Rfc3339 = @"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$";

    private readonly JObject _document;
    private readonly JsonSchema _schemas;

    private Spec(string version)
    {
        Version = version;
        _document = Yaml.Load(Repository.PathOf("openapi", $"1password-events-{version}.yaml"));
        var definitions = (JObject)_document.SelectToken("components.schemas")!.DeepClone();
        foreach (var nullable in definitions.Descendants().OfType<JProperty>().Where(one => one.Name == "nullable").ToList())
            AllowNull((JObject)nullable.Parent!);
        foreach (var format in definitions.Descendants().OfType<JProperty>().Where(one => one.Name == "format").ToList())
        {
            if ((string?)format.Value == "date-time")
                format.Replace(new JProperty("pattern", Rfc3339));
        }

        var json = new JObject { ["definitions"] = definitions }.ToString();
        json = json.Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal);
        _schemas = JsonSchema.FromJsonAsync(json).GetAwaiter().GetResult();
    }

    public static IReadOnlyList<Spec> Both { get; } = [new("v1"), new("v2")];

    public string Version { get; }

    public IEnumerable<string> Paths => ((JObject)_document["paths"]!).Properties().Select(path => path.Name);

    public static Spec Of(string path) => Both.Single(spec => spec.Paths.Contains(path, StringComparer.Ordinal));

    public bool Documents(string path, int status) => Response(path, status) is not null;

    /// <summary>Returns the violations of a response body.</summary>
    public IReadOnlyList<string> Violations(string path, int status, string body)
    {
        var response = Response(path, status)
            ?? throw new InvalidOperationException($"{path} does not document status {status}.");
        var schema = (string)Resolve(response).SelectToken("content.['application/json'].schema.$ref")!;
        return [.. _schemas.Definitions[schema.Split('/')[^1]].Validate(body).Select(error => error.ToString())];
    }

    private JToken? Response(string path, int status)
    {
        var responses = ((JObject)_document["paths"]![path]!).Properties().Single().Value["responses"]!;
        return responses[$"{status}"] ?? (status >= 400 ? responses["default"] : null);
    }

    private JToken Resolve(JToken token) => (string?)token["$ref"] is { } reference
        ? _document.SelectToken(reference[2..].Replace('/', '.'))!
        : token;

    // OpenAPI 3.0 has a keyword of its own for this.
    private static void AllowNull(JObject schema)
    {
        schema.Remove("nullable");
        var itself = schema.DeepClone();
        schema.RemoveAll();
        schema["oneOf"] = new JArray(new JObject { ["type"] = "null" }, itself);
    }

    public override string ToString() => Version;
}
