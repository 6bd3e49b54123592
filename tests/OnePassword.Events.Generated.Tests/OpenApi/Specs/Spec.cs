using System.Collections.Concurrent;
using Newtonsoft.Json.Linq;

namespace OnePassword.Events.Generated.Tests.OpenApi.Specs;

/// <summary>One of the two checked-in specifications, and the namespace that is generated from it.</summary>
public sealed class Spec
{
    private const string SchemaReference = "#/components/schemas/";

    private static readonly string[] Helpers = ["Cursor", "ResetCursor", "CursorCollection", "ErrorResponse", "ErrorDetail"];

    private readonly ConcurrentDictionary<string, IReadOnlyList<JProperty>> _fields = new(StringComparer.Ordinal);

    private Spec(string version)
    {
        Version = version;
        Document = Yaml.Load(Repository.PathOf("openapi", $"1password-events-{version.ToLowerInvariant()}.yaml"));
    }

    public static Spec V1 { get; } = new("V1");

    public static Spec V2 { get; } = new("V2");

    public static IReadOnlyList<Spec> Both { get; } = [V1, V2];

    public string Version { get; }

    public JObject Document { get; }

    public JObject Schemas => (JObject)Document.SelectToken("components.schemas")!;

    public string Namespace => $"OnePassword.Events.{Version}";

    /// <summary>The schemas that become public types.</summary>
    public IEnumerable<string> Generated =>
        Schemas.Properties().Select(schema => schema.Name).Except(Helpers, StringComparer.Ordinal);

    public IEnumerable<string> GeneratedRecords => Generated.Where(name => Schemas[name]!["enum"] is null);

    public IEnumerable<string> GeneratedEnums => Generated.Where(name => Schemas[name]!["enum"] is not null);

    public IEnumerable<SpecOperation> Operations =>
        from path in ((JObject)Document["paths"]!).Properties()
        from method in ((JObject)path.Value).Properties()
        select new SpecOperation(method.Name, path.Name, (JObject)method.Value);

    /// <summary>The generated type of a schema; null if there is none.</summary>
    public Type? TypeOf(string schema) => typeof(EventTime).Assembly.GetType($"{Namespace}.{schema}");

    public IReadOnlyList<string> ValuesOf(string schema) =>
        [.. Schemas[schema]!["enum"]!.Values<string>().Select(value => value!)];

    /// <summary>The fields of a schema by name, those of every part of an <c>allOf</c> included.</summary>
    public IReadOnlyList<JProperty> FieldsOf(string schema) => _fields.GetOrAdd(schema, name => [.. Fields((JObject)Schemas[name]!)]);

    /// <summary>The type of a field in one word: a schema, a format or a JSON type; a list is marked by <c>[]</c>.</summary>
    public static string TypeWord(JToken field) => field switch
    {
        _ when Reference(field) is { } reference => reference,
        _ when field["allOf"] is JArray { Count: 1 } single => TypeWord(single[0]),
        _ when field["items"] is { } items => TypeWord(items) + "[]",
        _ => (string)(field["format"] ?? field["type"])!,
    };

    public JToken Resolve(JToken token) => (string?)token["$ref"] is { } reference
        ? Document.SelectToken(reference[2..].Replace('/', '.')) ?? throw new AssertionException($"{reference} does not exist.")
        : token;

    public override string ToString() => Version;

    private IEnumerable<JProperty> Fields(JObject schema)
    {
        foreach (var part in schema["allOf"] ?? new JArray())
        {
            foreach (var field in Fields((JObject)Resolve(part)))
                yield return field;
        }
        foreach (var field in ((JObject?)schema["properties"])?.Properties() ?? [])
            yield return field;
    }

    private static string? Reference(JToken token) => ((string?)token["$ref"])?[SchemaReference.Length..];
}
