using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace OnePassword.Events.SpecMerge;

/// <summary>Appends new schemas, fields and values, and reports fields that differ and what is gone.</summary>
internal sealed class SchemaMerge(
    SpecDocument ours, SpecDocument official, OfficialTypes types, Translation translation, SpecText text, List<Change> changes)
{
    public const string BeyondOfficial = "x-beyond-official";

    private const string AlsoReadAs = "x-also-read-as";

    public void Merge(ReachedSchema reached)
    {
        if (!ours.Schemas.TryGetValue(reached.Name, out var schema))
            Add(reached);
        else if (reached.Node.IsEnum())
            MergeValues(reached, schema);
        else
            MergeFields(reached, schema);
    }

    private void Add(ReachedSchema reached)
    {
        var isEnum = reached.Node.IsEnum();
        var officialName = reached.OfficialName == reached.Name ? null : reached.OfficialName;
        var schema = new YamlMappingNode()
            .With("x-official-name", officialName is null ? null : new YamlScalarNode(officialName))
            .With("type", new YamlScalarNode(isEnum ? "string" : "object"))
            .With("nullable", reached.Node.IsTrue("nullable") ? new YamlScalarNode("true") : null);
        if (isEnum)
        {
            var values = reached.Node.Texts("enum");
            schema.With("enum", List(values)).With("x-enumNames", List(values.Select(Names.Pascal)))
                .With("x-enumDescriptions", List(values.Select(_ => "")));
        }
        else
        {
            var fields = new YamlMappingNode();
            foreach (var (field, node) in official.Fields(reached.Node, inherited: true))
                fields.With(field, translation.Field(node, reached.Name, field));
            schema.With("required", reached.Node.Get("required")).With("properties", fields);
        }

        var last = ours.Map("components", "schemas")!.Children.Last().Key;
        text.Append(last, ["", $"{reached.Name}:", .. schema.Lines().Select(line => "  " + line)], SpecText.IndentOf(last));
        changes.Add(new(Breaking: false, "schema", reached.Name));
    }

    private void MergeValues(ReachedSchema reached, YamlMappingNode schema)
    {
        var (here, there) = (schema.Texts("enum"), reached.Node.Texts("enum"));
        var renames = new Renames();
        foreach (var value in there.Except(here, StringComparer.Ordinal))
        {
            renames.AddNew(Names.Pascal(value), "value");
            AppendItem(schema, "enum", value);
            AppendItem(schema, "x-enumNames", Names.Pascal(value));
            AppendItem(schema, "x-enumDescriptions", "\"\"");
            changes.Add(new(Breaking: false, "value", $"{reached.Name}.{Names.Pascal(value)} ({value})"));
        }
        foreach (var (value, name) in here.Zip(schema.Texts("x-enumNames"))
            .Where(known => !there.Contains(known.First, StringComparer.Ordinal) && !IsBeyondOfficial(schema, known.First)))
            changes.Add(new(Breaking: true, "value", $"{reached.Name}.{name} ({value})", IsKept: true, renames.HintFor("value")));
    }

    private void MergeFields(ReachedSchema reached, YamlMappingNode schema)
    {
        var here = ours.Fields(schema, inherited: true);
        var renames = new Renames();
        foreach (var (field, node) in official.Fields(reached.Node, inherited: false))
        {
            var type = types.TypeOf(node, reached.Name + Names.Pascal(field));
            if (Known(here, field) is { } known)
            {
                Compare($"{reached.Name}.{field}", known, node, type);
                continue;
            }
            AddField(reached, field, node, type);
            renames.AddNew(field, type);
        }

        var there = official.Fields(reached.Node, inherited: true);
        foreach (var (field, node) in ours.Fields(schema, inherited: false)
            .Where(field => !IsIn(there, field.Key, field.Value) && !IsBeyondOfficial(schema, field.Key)))
        {
            var hint = renames.HintFor(OfficialTypeOf(node));
            changes.Add(new(Breaking: true, "field", $"{reached.Name}.{field}", IsKept: true, hint));
        }
    }

    // A renamed field keeps its old name here, and is also read as the new one.
    private static YamlMappingNode? Known(Dictionary<string, YamlMappingNode> here, string field) =>
        here.GetValueOrDefault(field) ?? here.Values.FirstOrDefault(known => known.Text(AlsoReadAs) == field);

    private static bool IsIn(Dictionary<string, YamlMappingNode> there, string field, YamlMappingNode node) =>
        there.ContainsKey(field) || (node.Text(AlsoReadAs) is { } alias && there.ContainsKey(alias));

    private string OfficialTypeOf(YamlMappingNode known) => known.Text("x-official-type") ?? types.OurTypeOf(known);

    private void Compare(string field, YamlMappingNode known, YamlMappingNode node, string type)
    {
        var ourType = types.OurTypeOf(known);
        if (type != OfficialTypeOf(known) && type != SchemaNodes.AnyType)
            changes.Add(new(Breaking: true, "field", $"{field}: {ourType} -> {type}. Change it by hand"));
        else if (official.CanBeNull(node) && !ours.CanBeNull(known))
            changes.Add(new(Breaking: false, "field", $"{field} can be null. Add nullable by hand"));
    }

    // A schema that is a choice between others lists their fields as its own.
    private void AddField(ReachedSchema reached, string field, YamlMappingNode node, string type)
    {
        var choices = ours.ChoicesWith(reached.Name).ToList();
        foreach (var schema in choices.Append(reached.Name))
        {
            var properties = ours.Schemas[schema].PropertiesKey();
            var lines = translation.Field(node, reached.Name, field).Lines().Select(line => "  " + line);
            text.Append(properties, lines.Prepend($"{field}:"), SpecText.IndentOf(properties) + 2);
        }
        // Only requests are choices.
        var isRequired = choices.Count > 0 && reached.Node.Texts("required").Contains(field, StringComparer.Ordinal);
        var advice = isRequired ? ", required. Add it to required by hand" : "";
        changes.Add(new(isRequired, "field", $"{reached.Name}.{field} ({type}{advice})"));
    }

    private static bool IsBeyondOfficial(YamlMappingNode schema, string name) =>
        schema.Texts(BeyondOfficial).Contains(name, StringComparer.Ordinal);

    private void AppendItem(YamlMappingNode schema, string key, string value)
    {
        var list = schema.Children.First(child => ((YamlScalarNode)child.Key).Value == key);
        text.Append(list.Key, [$"- {value}"], SpecText.IndentOf(list.Value));
    }

    private static YamlSequenceNode List(IEnumerable<string> items) =>
        new(items.Select(item =>
            new YamlScalarNode(item) { Style = item.Length == 0 ? ScalarStyle.DoubleQuoted : ScalarStyle.Any }));
}
