using YamlDotNet.RepresentationModel;

namespace OnePassword.Events.SpecMerge;

/// <summary>Queries on a schema.</summary>
internal static class SchemaNodes
{
    public const string AnyType = "any";

    public static bool IsEnum(this YamlMappingNode schema) => schema.Get("enum") is not null;

    public static bool IsObject(this YamlMappingNode schema) =>
        schema.Map("properties") is not null || schema.Maps("allOf").Any();

    public static string Scalar(this YamlMappingNode schema) =>
        schema.Text("format") == "date-time" ? "date-time" : schema.Text("type") ?? AnyType;

    /// <summary>Returns the reference in an allOf that has one member. Other nodes are returned as they are.</summary>
    public static YamlMappingNode Single(this YamlMappingNode node) =>
        node.Maps("allOf").ToList() is [var only] && node.Map("properties") is null
            && only.Text("$ref") is not null ? only : node;

    public static IEnumerable<YamlMappingNode> Choices(this YamlMappingNode schema) =>
        schema.Maps("oneOf").Concat(schema.Maps("anyOf")).Concat(schema.Maps("allOf").SelectMany(member => member.Maps("oneOf")));

    /// <summary>Returns the key of the schema's own properties, also if they are in a member of an allOf.</summary>
    public static YamlNode PropertiesKey(this YamlMappingNode schema) =>
        schema.Maps("allOf").Prepend(schema).SelectMany(part => part.Children.Keys)
            .First(key => ((YamlScalarNode)key).Value == "properties");
}
