using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace OnePassword.Events.SpecMerge;

/// <summary>Rewrites nodes of the official file for our files: in our names, without prose and without extensions.</summary>
internal sealed partial class Translation(SpecDocument official, OfficialTypes types)
{
    private static readonly string[] Prose = ["description", "summary", "title", "example", "examples", "externalDocs"];

    /// <summary>Returns a field with its type and the version of its first appearance. A person writes the description.</summary>
    public YamlMappingNode Field(YamlMappingNode node, string schema, string field)
    {
        var type = Structure(node, schema + Names.Pascal(field));
        // OpenAPI 3.0 ignores everything beside a $ref, so the reference moves into an allOf.
        var described = type.Text("$ref") is null ? type : new YamlMappingNode().With("allOf", new YamlSequenceNode(type));
        return described.With("description", new YamlScalarNode($"Since {official.Version}."));
    }

    public YamlNode Copy(YamlNode node, string place) => node switch
    {
        YamlMappingNode map => Structure(map, place),
        YamlSequenceNode list => new YamlSequenceNode(list.Select(item => Copy(item, place))),
        YamlScalarNode scalar when PlainWord().IsMatch(scalar.Value ?? "") => new YamlScalarNode(scalar.Value),
        _ => node,
    };

    public static YamlMappingNode Reference(string schema) =>
        new YamlMappingNode()
            .With("$ref", new YamlScalarNode($"#/components/schemas/{schema}") { Style = ScalarStyle.SingleQuoted });

    // An alias of a scalar is written out. Schemas become references.
    private YamlMappingNode Structure(YamlMappingNode node, string place)
    {
        var (_, target) = official.Resolve(node.Single());
        if (target.Text("type") == "array")
            return new YamlMappingNode().With("type", new YamlScalarNode("array"))
                .With("items", Structure(target.Map("items") ?? [], place));
        if (target.IsObject() || target.IsEnum())
            return Reference(types.TypeOf(node, place));

        var copy = new YamlMappingNode();
        foreach (var (key, value) in target.Children)
        {
            var name = ((YamlScalarNode)key).Value!;
            if (!Prose.Contains(name, StringComparer.Ordinal) && !name.StartsWith("x-", StringComparison.Ordinal))
                copy.With(name, Copy(value, place));
        }
        return copy;
    }

    // A word that needs no quotes in YAML, although a JSON file has them.
    [GeneratedRegex("^(?!(true|false|null|yes|no|on|off)$)[a-z][a-z0-9-]*$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex PlainWord();
}
