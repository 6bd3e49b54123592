using System.Text.Json.Nodes;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Config;

/// <summary>A key of the configuration file, as the schema describes it.</summary>
internal sealed record SchemaKey(string Path, JsonObject Schema, bool IsRequired)
{
    private const string DefaultMark = " Default: ";

    private static readonly JsonObject Root = JsonNode.Parse(FollowSchema.Read())!.AsObject();

    public static IReadOnlyList<SchemaKey> All { get; } = [.. Within(Root, "")];

    /// <summary>Gets the types of outputs with their descriptions and keys, which follow "outputs[].".</summary>
    public static IReadOnlyList<(string Type, string Description, IReadOnlyList<SchemaKey> Keys)> Outputs { get; } =
    [
        .. from output in Root["definitions"]!["outputs"]!["items"]!["oneOf"]!.AsArray()
           let schema = Resolve(output!.AsObject())
           select (
               schema["properties"]!["type"]!["enum"]![0]!.ToString(),
               schema["description"]!.ToString(),
               (IReadOnlyList<SchemaKey>)[.. Within(schema, "outputs[].")]),
    ];

    /// <summary>Gets what applies to the whole file.</summary>
    public static string DescriptionOfFile => Root["description"]!.ToString();

    /// <summary>Gets the forms of values that have a name, such as duration, with their descriptions.</summary>
    public static IEnumerable<(string Name, string Description)> Forms =>
        from name in All.Concat(Outputs.SelectMany(output => output.Keys)).Select(key => key.Value)
            .Distinct(StringComparer.Ordinal)
        let form = Root["definitions"]![name]
        where form is not null
        select (name, form["description"]!.ToString());

    private string Description => Schema["description"]?.ToString() ?? "";

    /// <summary>Gets the description without the default.</summary>
    public string Meaning => Description.Split(DefaultMark)[0];

    public string Default =>
        Schema["default"] is { } value ? $"`{value}`"
        : Description.Split(DefaultMark) is [_, var text] ? text.TrimEnd('.')
        : IsRequired ? "required"
        : "none";

    /// <summary>Gets the form of the value: the name of a definition, the words of an enumeration, or a type.</summary>
    public string Value =>
        Named(Schema) ?? Schema["type"]?.ToString() switch
        {
            "array" => "list of " + (Named(Items) ?? (Items["type"]?.ToString() == "object" ? "objects" : "texts")),
            "boolean" => "`true` or `false`",
            "integer" => $"number, {Schema["minimum"]} to {Schema["maximum"]}",
            "object" => "object",
            "string" => "text",
            _ => "any",
        };

    private JsonObject Items => Schema["items"] is JsonObject items ? Resolve(items) : [];

    private static string? Named(JsonObject schema)
    {
        var alternatives = (schema["anyOf"] ?? schema["allOf"]) as JsonArray ?? [];
        var choices = alternatives.OfType<JsonObject>().Prepend(schema).ToList();
        if (choices.Select(choice => choice["enum"]).OfType<JsonArray>().FirstOrDefault() is { } words)
            return Format.List([.. words.Select(word => $"`{word}`")], "or");
        var definition = alternatives.Select(choice => choice!["$ref"]?.ToString().Split('/')[^1])
            .FirstOrDefault(name => name is not null);
        return definition switch
        {
            "feeds" => "list of feeds",
            "outputs" => "list of outputs",
            "substituted" or "https_url" or "splunk_index" or "kafka_topic" => null,
            _ => definition,
        };
    }

    private static IEnumerable<SchemaKey> Within(JsonObject schema, string path) =>
        (schema["properties"] as JsonObject ?? []).SelectMany(property =>
        {
            var key = Resolve(property.Value!.AsObject());
            var inner = key["items"] is JsonObject items
                ? Within(Resolve(items), $"{path}{property.Key}[].")
                : Within(key, $"{path}{property.Key}.");
            var required = schema["required"]?.AsArray().Any(name => name!.ToString() == property.Key) is true;
            return inner.Prepend(new SchemaKey(path + property.Key, key, required));
        });

    private static JsonObject Resolve(JsonObject schema) =>
        schema["$ref"]?.ToString() is { } reference
            ? reference[2..].Split('/').Aggregate((JsonNode)Root, (node, name) => node[name]!).AsObject()
            : schema;
}
