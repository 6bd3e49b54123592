using Newtonsoft.Json.Linq;
using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Tests.Config;

/// <summary>A key of the configuration file, as the schema describes it.</summary>
internal sealed record SchemaKey(string Path, JObject Schema, bool IsRequired)
{
    private const string DefaultMark = " Default: ";

    private static readonly JObject Root = JObject.Parse(FollowSchema.Read());

    public static IReadOnlyList<SchemaKey> All { get; } = [.. Within(Root, "")];

    private string Description => (string?)Schema["description"] ?? "";

    /// <summary>The description without the default.</summary>
    public string Meaning => Description.Split(DefaultMark)[0];

    public string Default =>
        Schema["default"] is { } value ? $"`{value.ToString(Newtonsoft.Json.Formatting.None).Trim('"')}`"
        : Description.Split(DefaultMark) is [_, var text] ? text.TrimEnd('.')
        : IsRequired ? "required"
        : "none";

    /// <summary>The form of the value: the name of a definition, the words of an enumeration, or a type.</summary>
    public string Value =>
        Named(Schema) ?? (string?)Schema["type"] switch
        {
            "array" => "list of " + (Named(Items) ?? ((string?)Items["type"] == "object" ? "objects" : "texts")),
            "boolean" => "`true` or `false`",
            "integer" => $"number, {Schema["minimum"]} to {Schema["maximum"]}",
            "object" => "object",
            "string" => "text",
            _ => "any",
        };

    private JObject Items => Schema["items"] is JObject items ? Resolve(items) : [];

    private static string? Named(JObject schema)
    {
        var choices = (schema["anyOf"] ?? schema["allOf"] ?? new JArray()).OfType<JObject>().ToList();
        if (choices.Select(choice => choice["enum"]).OfType<JArray>().FirstOrDefault() is { } words)
            return Format.List([.. words.Select(word => $"`{word}`")], "or");
        var definition = choices.Select(choice => (string?)choice["$ref"]).FirstOrDefault(reference => reference is not null)?.Split('/')[^1];
        return definition switch
        {
            "feeds" => "list of feeds",
            "substituted" => null,
            _ => definition,
        };
    }

    private static IEnumerable<SchemaKey> Within(JObject schema, string path) =>
        ((JObject?)schema["properties"] ?? []).Properties().SelectMany(property =>
        {
            var key = Resolve((JObject)property.Value);
            var inner = key["items"] is JObject items
                ? Within(Resolve(items), $"{path}{property.Name}[].")
                : Within(key, $"{path}{property.Name}.");
            var required = schema["required"]?.Values<string>().Contains(property.Name, StringComparer.Ordinal) is true;
            return inner.Prepend(new SchemaKey(path + property.Name, key, required));
        });

    private static JObject Resolve(JObject schema) =>
        (string?)schema["$ref"] is { } reference ? (JObject)Root.SelectToken(reference[2..].Replace('/', '.'))! : schema;
}
