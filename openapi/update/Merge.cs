using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace OnePassword.Events.SpecUpdate;

/// <summary>
/// One file of ours against the official one: what is new there is added to the text here, and everything that differs is told.
/// Walks from the operations over all schemas that they reach; an official schema without a name meets ours by its place.
/// </summary>
internal sealed partial class Merge(SpecDocument ours, SpecDocument official, bool isV2)
{
    private const string Success = "200";
    private const string OnlyOurs = "x-beyond-official";

    // Sentences are our own.
    private static readonly string[] Prose = ["description", "summary", "title", "example", "examples", "externalDocs"];

    private readonly Names _names = new(ours);
    private readonly List<Change> _changes = [];
    private readonly Queue<(string Name, string? Official, YamlMappingNode Node)> _reached = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _nullable = new(StringComparer.Ordinal);

    public string Name => isV2 ? "V2" : "V1";

    public SpecText Text { get; } = new(ours.Text);

    public IReadOnlyList<Change> Changes => _changes;

    public bool Takes(Operation operation) => isV2 ? operation.Path.StartsWith("/api/v2/", StringComparison.Ordinal)
        : operation.Path.StartsWith("/api/v1/", StringComparison.Ordinal) || operation.Path.StartsWith("/api/auth/", StringComparison.Ordinal);

    public void Run()
    {
        foreach (var operation in official.Operations.Where(Takes))
            MergeOperation(operation);
        while (_reached.TryDequeue(out var schema))
            MergeSchema(schema.Name, schema.Official, schema.Node);

        foreach (var gone in ours.Operations.Where(our => !official.Operations.Any(operation => operation.Title == our.Title)))
            Tell(true, "operation", $"{gone.Title} ({gone.Id})", kept: true);
        foreach (var (name, schema) in ours.Schemas.Where(schema => !_seen.Contains(schema.Key) && !schema.Value.IsTrue(OnlyOurs)))
            Tell(true, "schema", name, kept: true);
    }

    private void MergeOperation(Operation operation)
    {
        var bodies = Bodies(official, operation).Select(body => (body.Place, Type: TypeOf(body.Schema, Names.Pascal(operation.Id) + body.Place))).ToList();
        if (ours.Operations.FirstOrDefault(our => our.Title == operation.Title) is not { } our)
        {
            AddOperation(operation, bodies);
            return;
        }

        if (our.Node.Text("x-official-name") != operation.Id)
            Rename(our, operation.Id);
        foreach (var (place, type) in bodies)
        {
            var before = Bodies(ours, our).Where(body => body.Place == place).Select(body => OurType(body.Schema)).FirstOrDefault(type);
            if (before != type && !IsChoice(before))
                Tell(true, "operation", $"{operation.Title}: its {place} is {type}, no longer {before}; change it by hand");
        }
    }

    // What it is called officially is nobody's concern but ours, so nothing is told.
    private void Rename(Operation our, string official)
    {
        var key = our.Node.Children.Keys.First(key => ((YamlScalarNode)key).Value is "x-official-name");
        Text.Append(key, [$"x-official-name: {official}"], SpecText.IndentOf(our.Node));
        Text.Remove(key);
    }

    private void AddOperation(Operation operation, IReadOnlyList<(string Place, string Type)> bodies)
    {
        var name = Names.OfOperation(operation.Id);
        var similar = ours.Operations.First(our => our.Method == operation.Method);
        var responses = new YamlMappingNode().With(Success, Answer(bodies.FirstOrDefault(body => body.Place == $"answer {Success}").Type));
        foreach (var failure in similar.Node.Map("responses")!.Children.Where(response => ((YamlScalarNode)response.Key).Value != Success))
            responses.Children[failure.Key] = failure.Value;
        var node = new YamlMappingNode()
            .With("operationId", new YamlScalarNode(name))
            .With("x-official-name", new YamlScalarNode(operation.Id))
            .With("x-feature", new YamlScalarNode(operation.Path.Split('/')[^1]))
            .With("tags", operation.Node.Get("tags"))
            .With("security", operation.Node.Get("security"))
            .With("parameters", operation.Node.Get("parameters") is { } parameters ? Copy(parameters, Names.Pascal(name)) : null)
            .With("requestBody", operation.Node.Get("requestBody") is null ? null : similar.Node.Get("requestBody"))
            .With("responses", responses);

        var paths = ours.Map("paths")!.Children;
        var path = paths.Keys.FirstOrDefault(path => ((YamlScalarNode)path).Value == operation.Path);
        IEnumerable<string> block = [$"  {operation.Method}:", .. node.Lines().Select(line => "    " + line)];
        Text.Append(path ?? paths.Last().Key, path is null ? ["", $"{operation.Path}:", .. block] : block, SpecText.IndentOf(paths.Last().Key));
        Tell(false, "operation", $"{operation.Title} ({name})");
    }

    private static YamlMappingNode Answer(string? type) => type is null ? [] : new YamlMappingNode()
        .With("content", new YamlMappingNode().With("application/json", new YamlMappingNode().With("schema", Reference(type))));

    private void MergeSchema(string name, string? officialName, YamlMappingNode theirs)
    {
        if (!ours.Schemas.TryGetValue(name, out var schema))
            AddSchema(name, officialName, theirs);
        else if (IsEnum(theirs))
            MergeValues(name, schema, theirs);
        else
            MergeFields(name, schema, theirs);
    }

    private void AddSchema(string name, string? officialName, YamlMappingNode theirs)
    {
        var schema = new YamlMappingNode()
            .With("x-official-name", officialName is null || officialName == name ? null : new YamlScalarNode(officialName))
            .With("type", new YamlScalarNode(IsEnum(theirs) ? "string" : "object"))
            .With("nullable", _nullable.Contains(name) ? new YamlScalarNode("true") : null);
        Tell(false, "schema", name);
        if (IsEnum(theirs))
        {
            var values = theirs.Texts("enum");
            schema.With("enum", List(values)).With("x-enumNames", List(values.Select(Names.Pascal))).With("x-enumDescriptions", List(values.Select(_ => "")));
        }
        else
        {
            var fields = new YamlMappingNode();
            foreach (var (field, node) in Fields(official, theirs, inherited: true))
                fields.With(field, FieldOf(node, name, field));
            schema.With("required", theirs.Get("required")).With("properties", fields);
        }

        var last = ours.Map("components", "schemas")!.Children.Last().Key;
        Text.Append(last, ["", $"{name}:", .. schema.Lines().Select(line => "  " + line)], SpecText.IndentOf(last));
    }

    private void MergeValues(string name, YamlMappingNode schema, YamlMappingNode theirs)
    {
        var here = schema.Texts("enum");
        var there = theirs.Texts("enum");
        foreach (var value in there.Except(here, StringComparer.Ordinal))
        {
            AppendItem(schema, "enum", value);
            AppendItem(schema, "x-enumNames", Names.Pascal(value));
            AppendItem(schema, "x-enumDescriptions", "");
            Tell(false, "value", $"{name}.{Names.Pascal(value)} ({value})");
        }
        foreach (var value in here.Except(there, StringComparer.Ordinal).Except(schema.Texts(OnlyOurs), StringComparer.Ordinal))
            Tell(true, "value", $"{name}.{schema.Texts("x-enumNames")[here.IndexOf(value)]} ({value})", kept: true);
    }

    private void MergeFields(string name, YamlMappingNode schema, YamlMappingNode theirs)
    {
        var here = Fields(ours, schema, inherited: true);
        foreach (var (field, node) in Fields(official, theirs, inherited: false))
        {
            var type = TypeOf(node, name + Names.Pascal(field));
            if (!here.TryGetValue(field, out var our))
                AddField(name, field, type, node, isRequired: IsRequest(name) && theirs.Texts("required").Contains(field, StringComparer.Ordinal));
            else if (type != (our.Text("x-official-type") ?? OurType(our)) && type != "any")
                ChangeType(name, field, OurType(our), type, node);
            else if (CanBeNull(official, node) && !CanBeNull(ours, our))
                AllowNull(name, field, our);
        }

        var there = Fields(official, theirs, inherited: true);
        foreach (var field in Fields(ours, schema, inherited: false).Keys.Except(there.Keys, StringComparer.Ordinal).Except(schema.Texts(OnlyOurs), StringComparer.Ordinal))
            Tell(true, "field", $"{name}.{field}", kept: true);
    }

    private void AddField(string name, string field, string type, YamlMappingNode node, bool isRequired)
    {
        foreach (var schema in WithChoices(name))
        {
            var (properties, _) = PropertiesOf(ours.Schemas[schema]);
            Text.Append(properties, FieldOf(node, name, field).Lines().Select(line => "  " + line).Prepend($"{field}:"), SpecText.IndentOf(properties) + 2);
        }
        Tell(isRequired, "field", $"{name}.{field} ({type}{(isRequired ? ", required: say so by hand" : "")})");
    }

    private void ChangeType(string name, string field, string before, string type, YamlMappingNode node)
    {
        foreach (var schema in WithChoices(name))
        {
            var (key, map) = PropertyOf(schema, field);
            foreach (var old in map.Children.Keys.Where(old => ((YamlScalarNode)old).Value is not ("description" or "example" or "nullable")))
                Text.Remove(old);
            var lines = FieldOf(node, name, field).Without("description").Without("nullable").Lines();
            Text.Prepend(key, lines, SpecText.IndentOf(map));
        }
        Tell(true, "field", $"{name}.{field}: {before} -> {type}");
    }

    private void AllowNull(string name, string field, YamlMappingNode our)
    {
        if (ours.Resolve(Single(our)).Name is { } type)
        {
            AllowNull(type);
        }
        else
        {
            foreach (var schema in WithChoices(name))
            {
                var (key, map) = PropertyOf(schema, field);
                Text.Prepend(key, ["nullable: true"], SpecText.IndentOf(map));
            }
        }
        Tell(false, "field", $"{name}.{field} can be null");
    }

    // It stands in the schema, because beside the allOf of a field 3.0 does not allow it.
    private void AllowNull(string type)
    {
        if (!_nullable.Add(type) || !ours.Schemas.TryGetValue(type, out var schema) || schema.IsTrue("nullable"))
            return;
        var last = schema.Children.Last();
        Text.Append(last.Key, ["nullable: true"], SpecText.IndentOf(schema));
    }

    private static bool CanBeNull(SpecDocument spec, YamlMappingNode field) => field.IsTrue("nullable") || spec.Resolve(Single(field)).Node.IsTrue("nullable");

    private void AppendItem(YamlMappingNode schema, string key, string value)
    {
        var list = schema.Children.First(child => ((YamlScalarNode)child.Key).Value == key);
        Text.Append(list.Key, [$"- {(value.Length == 0 ? "\"\"" : value)}"], SpecText.IndentOf(list.Value));
    }

    // The type of an official field in our words: a scalar, one of our schemas, or a list of either. All it names is walked later.
    private string TypeOf(YamlMappingNode node, string unnamed)
    {
        var (name, schema) = official.Resolve(Single(node));
        if (schema.Text("type") == "array")
            return $"{TypeOf(schema.Map("items") ?? [], unnamed)}[]";
        foreach (var choice in Choices(schema))
            TypeOf(choice, unnamed);
        if (!IsEnum(schema) && !IsObject(schema))
            return Scalar(schema);

        var our = name is not null ? _names.Of(name, IsEnum(schema)) : OurNameAt(unnamed);
        foreach (var inherited in schema.Maps("allOf").Where(member => member.Text("$ref") is not null))
            TypeOf(inherited, unnamed);
        if (_seen.Add(our))
            _reached.Enqueue((our, name, schema));
        return our;
    }

    private string OurType(YamlMappingNode node)
    {
        var (name, schema) = ours.Resolve(Single(node));
        if (schema.Text("type") == "array")
            return $"{OurType(schema.Map("items") ?? [])}[]";
        return name ?? Scalar(schema);
    }

    // Where the official file has a schema in line, ours has it under a name; a new one is called after its place.
    private string OurNameAt(string place)
    {
        foreach (var (name, schema) in ours.Schemas)
        {
            foreach (var (field, node) in Fields(ours, schema, inherited: false))
            {
                if (name + Names.Pascal(field) == place && OurType(node) is var type && ours.Schemas.ContainsKey(type.TrimEnd('[', ']')))
                    return type.TrimEnd('[', ']');
            }
        }
        return place;
    }

    // A field as it stands in our files: what it is, and no sentence but since when.
    private YamlMappingNode FieldOf(YamlMappingNode node, string schema, string field)
    {
        var described = Structure(node, schema + Names.Pascal(field));
        var canBeNull = CanBeNull(official, node);
        if (described.Text("$ref") is { } reference)
        {
            described = new YamlMappingNode().With("allOf", new YamlSequenceNode(described));
            if (canBeNull)
                AllowNull(reference.Split('/')[^1]);
        }
        else if (canBeNull)
        {
            described.With("nullable", new YamlScalarNode("true"));
        }
        return described
            .With("description", new YamlScalarNode($"Since {official.Version}."));
    }

    // A copy in our names, without prose and without extensions; aliases of scalars are written out, schemas are referred to.
    private YamlMappingNode Structure(YamlMappingNode node, string unnamed)
    {
        var (_, target) = official.Resolve(Single(node));
        if (target.Get("type") is not null || IsObject(target) || IsEnum(target))
        {
            var type = TypeOf(node, unnamed);
            if (type.EndsWith("[]", StringComparison.Ordinal))
                return new YamlMappingNode().With("type", new YamlScalarNode("array")).With("items", Structure(target.Map("items") ?? [], unnamed));
            if (IsObject(target) || IsEnum(target))
                return Reference(type);
        }
        var copy = new YamlMappingNode();
        foreach (var (key, value) in target.Children)
        {
            var name = ((YamlScalarNode)key).Value!;
            if (!Prose.Contains(name, StringComparer.Ordinal) && !name.StartsWith("x-", StringComparison.Ordinal))
                copy.With(name, Copy(value, unnamed));
        }
        return copy;
    }

    private YamlNode Copy(YamlNode node, string unnamed) => node switch
    {
        YamlMappingNode map => Structure(map, unnamed),
        YamlSequenceNode list => new YamlSequenceNode(list.Select(item => Copy(item, unnamed))),
        YamlScalarNode scalar when PlainWord().IsMatch(scalar.Value ?? "") => new YamlScalarNode(scalar.Value),
        _ => node,
    };

    private static Dictionary<string, YamlMappingNode> Fields(SpecDocument spec, YamlMappingNode schema, bool inherited)
    {
        var fields = (schema.Map("properties")?.Entries() ?? []).ToDictionary(entry => entry.Key, entry => entry.Node, StringComparer.Ordinal);
        foreach (var member in schema.Maps("allOf").Where(member => inherited || member.Text("$ref") is null))
        {
            foreach (var (field, node) in Fields(spec, spec.Resolve(member).Node, inherited))
                fields.TryAdd(field, node);
        }
        return fields;
    }

    // The bodies of an operation by their place: what is sent, and what is answered by each status.
    private static IEnumerable<(string Place, YamlMappingNode Schema)> Bodies(SpecDocument spec, Operation operation)
    {
        if (operation.Node.Map("requestBody") is { } request && SchemaIn(spec, request) is { } sent)
            yield return ("request", sent);
        foreach (var (status, response) in operation.Node.Map("responses")?.Entries() ?? [])
        {
            if (SchemaIn(spec, response) is { } answered)
                yield return ($"answer {status}", answered);
        }
    }

    private static YamlMappingNode? SchemaIn(SpecDocument spec, YamlMappingNode body) =>
        spec.Resolve(body).Node.Map("content")?.Map("application/json")?.Map("schema");

    // A schema, and those of ours that are a choice between it and others, and so list its fields as their own.
    private IEnumerable<string> WithChoices(string name) =>
        ours.Schemas.Where(schema => Choices(schema.Value).Any(choice => ours.Resolve(choice).Name == name)).Select(schema => schema.Key).Append(name);

    private bool IsRequest(string name) => WithChoices(name).Count() > 1;

    private bool IsChoice(string name) => ours.Schemas.TryGetValue(name, out var schema) && Choices(schema).Any();

    private static IEnumerable<YamlMappingNode> Choices(YamlMappingNode schema) =>
        schema.Maps("oneOf").Concat(schema.Maps("anyOf")).Concat(schema.Maps("allOf").SelectMany(member => member.Maps("oneOf")));

    private (YamlNode Key, YamlMappingNode Map) PropertyOf(string schema, string field)
    {
        var (_, properties) = PropertiesOf(ours.Schemas[schema]);
        var property = properties.Children.First(child => ((YamlScalarNode)child.Key).Value == field);
        return (property.Key, (YamlMappingNode)property.Value);
    }

    private static (YamlNode Key, YamlMappingNode Map) PropertiesOf(YamlMappingNode schema)
    {
        var own = schema.Maps("allOf").Prepend(schema).First(part => part.Map("properties") is not null);
        var properties = own.Children.First(child => ((YamlScalarNode)child.Key).Value == "properties");
        return (properties.Key, (YamlMappingNode)properties.Value);
    }

    // A reference that has sentences beside it stands alone in an allOf.
    private static YamlMappingNode Single(YamlMappingNode node) =>
        node.Maps("allOf").ToList() is [var only] && node.Map("properties") is null && only.Text("$ref") is not null ? only : node;

    private static bool IsEnum(YamlMappingNode schema) => schema.Get("enum") is not null;

    private static bool IsObject(YamlMappingNode schema) => schema.Map("properties") is not null || schema.Maps("allOf").Any();

    private static string Scalar(YamlMappingNode schema) => schema.Text("format") == "date-time" ? "date-time" : schema.Text("type") ?? "any";

    private static YamlMappingNode Reference(string type) =>
        new YamlMappingNode().With("$ref", new YamlScalarNode($"#/components/schemas/{type}") { Style = ScalarStyle.SingleQuoted });

    private static YamlSequenceNode List(IEnumerable<string> items) =>
        new(items.Select(item => new YamlScalarNode(item) { Style = item.Length == 0 ? ScalarStyle.DoubleQuoted : ScalarStyle.Any }));

    private void Tell(bool breaking, string kind, string text, bool kept = false) => _changes.Add(new Change(breaking, kind, text, kept));

    // Needs no quotes, whoever gave it some: a JSON file does.
    [GeneratedRegex("^(?!(true|false|null|yes|no|on|off)$)[a-z][a-z0-9-]*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex PlainWord();
}
