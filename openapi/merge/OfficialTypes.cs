using YamlDotNet.RepresentationModel;

namespace OnePassword.Events.SpecMerge;

/// <summary>Names the types of the official file in our words, and collects the schemas that these types reach.</summary>
internal sealed class OfficialTypes(SpecDocument ours, SpecDocument official)
{
    private readonly Names _names = new(ours);
    private readonly Queue<ReachedSchema> _reached = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public bool IsReached(string name) => _seen.Contains(name, StringComparer.Ordinal);

    public ReachedSchema? NextReached() => _reached.TryDequeue(out var schema) ? schema : null;

    /// <summary>Returns the type of an official field: a scalar type, one of our schemas, or a list of either.</summary>
    /// <param name="node">The field, or a reference.</param>
    /// <param name="place">The C# name of the place, which names an inline schema.</param>
    public string TypeOf(YamlMappingNode node, string place)
    {
        var (name, schema) = official.Resolve(node.Single());
        if (schema.Text("type") == "array")
            return $"{TypeOf(schema.Map("items") ?? [], place)}[]";
        foreach (var choice in schema.Choices())
            TypeOf(choice, place);
        if (!schema.IsEnum() && !schema.IsObject())
            return schema.Scalar();

        foreach (var inherited in schema.Maps("allOf").Where(member => member.Text("$ref") is not null))
            TypeOf(inherited, place);
        var ourName = name is not null ? _names.Of(name, schema.IsEnum()) : NameOfInline(place);
        if (_seen.Add(ourName))
            _reached.Enqueue(new ReachedSchema(ourName, name, schema));
        return ourName;
    }

    /// <summary>Returns the type of a field in our file.</summary>
    public string OurTypeOf(YamlMappingNode node)
    {
        var (name, schema) = ours.Resolve(node.Single());
        return schema.Text("type") == "array" ? $"{OurTypeOf(schema.Map("items") ?? [])}[]" : name ?? schema.Scalar();
    }

    // Our files name each schema that the official file has inline. If the field is there already, its type is the name.
    private string NameOfInline(string place)
    {
        var types =
            from schema in ours.Schemas
            from field in ours.Fields(schema.Value, inherited: false)
            where schema.Key + Names.Pascal(field.Key) == place
            select OurTypeOf(field.Value).TrimEnd('[', ']');
        return types.FirstOrDefault(ours.Schemas.ContainsKey, place);
    }
}
