using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using Version = System.Version;

namespace OnePassword.Events.SpecMerge;

/// <summary>An OpenAPI 3.0 file, YAML or JSON, whose nodes know their positions in the text.</summary>
internal sealed class SpecDocument
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

    private readonly YamlMappingNode _root;

    private SpecDocument(string file, string text)
    {
        File = file;
        Text = text;
        _root = Parse(file, text);
        if (_root.Text("openapi")?.StartsWith("3.", StringComparison.Ordinal) != true)
            throw new SpecException($"{file}: not an OpenAPI 3 document: \"openapi: 3.…\" is missing.");
        Version = Version.TryParse(_root.Map("info")?.Text("version"), out var version)
            ? version
            : throw new SpecException($"{file}: info.version is missing or is not a version, for example 1.2.3.");
        Operations = [.. (Map("paths") ?? throw new SpecException($"{file}: paths is missing.")).Entries()
            .SelectMany(OperationsOf)];
        Schemas = (Map("components", "schemas")?.Entries() ?? [])
            .ToDictionary(entry => entry.Key, entry => entry.Node, StringComparer.Ordinal);
    }

    public string File { get; }

    public string Text { get; }

    public Version Version { get; }

    public IReadOnlyList<Operation> Operations { get; }

    public IReadOnlyDictionary<string, YamlMappingNode> Schemas { get; }

    public static SpecDocument Load(string file)
    {
        if (!System.IO.File.Exists(file))
            throw new SpecException($"{file}: the file does not exist.");
        return new SpecDocument(file, System.IO.File.ReadAllText(file));
    }

    public YamlMappingNode? Map(params string[] path) => path.Aggregate((YamlMappingNode?)_root, (node, key) => node?.Map(key));

    /// <summary>Follows references. Returns the target and the name of the last reference, if there was one.</summary>
    public (string? Name, YamlMappingNode Node) Resolve(YamlMappingNode node)
    {
        string? name = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (node.Text("$ref") is { } reference)
        {
            var target = reference.StartsWith("#/", StringComparison.Ordinal) ? Map(reference[2..].Split('/')) : null;
            if (target is null || !seen.Add(reference))
                throw new SpecException($"{File}({node.Start.Line}): {reference} does not exist.");
            name = reference.Split('/')[^1];
            node = target;
        }
        return (name, node);
    }

    public Operation? Find(string title) => Operations.FirstOrDefault(operation => operation.Title == title);

    public static string ResponsePlace(string status) => $"response {status}";

    /// <summary>Returns the schemas of an operation's request and responses.</summary>
    public IEnumerable<(string Place, YamlMappingNode Schema)> Bodies(Operation operation)
    {
        var bodies = (operation.Node.Map("responses")?.Entries() ?? [])
            .Select(response => (Place: ResponsePlace(response.Key), response.Node));
        if (operation.Node.Map("requestBody") is { } request)
            bodies = bodies.Prepend(("request", request));
        foreach (var (place, body) in bodies)
        {
            if (Resolve(body).Node.Map("content")?.Map("application/json")?.Map("schema") is { } schema)
                yield return (place, schema);
        }
    }

    /// <summary>
    /// Returns the fields of a schema: its own, and if <paramref name="inherited"/>, those of schemas that it refers to.
    /// </summary>
    public Dictionary<string, YamlMappingNode> Fields(YamlMappingNode schema, bool inherited)
    {
        var fields = (schema.Map("properties")?.Entries() ?? [])
            .ToDictionary(entry => entry.Key, entry => entry.Node, StringComparer.Ordinal);
        foreach (var member in schema.Maps("allOf").Where(member => inherited || member.Text("$ref") is null))
        {
            foreach (var (field, node) in Fields(Resolve(member).Node, inherited))
                fields.TryAdd(field, node);
        }
        return fields;
    }

    public bool CanBeNull(YamlMappingNode field) => field.IsTrue("nullable") || Resolve(field.Single()).Node.IsTrue("nullable");

    public bool IsChoice(string schema) => Schemas.TryGetValue(schema, out var node) && node.Choices().Any();

    /// <summary>Returns the schemas that are a choice between this one and others.</summary>
    public IEnumerable<string> ChoicesWith(string schema) =>
        Schemas.Where(other => other.Value.Choices().Any(choice => Resolve(choice).Name == schema)).Select(other => other.Key);

    private static IEnumerable<Operation> OperationsOf((string Key, YamlMappingNode Node) path) =>
        path.Node.Entries().Where(entry => Methods.Contains(entry.Key, StringComparer.Ordinal))
            .Select(entry => new Operation(entry.Key, path.Key, entry.Node));

    private static YamlMappingNode Parse(string file, string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Select(document => document.RootNode).FirstOrDefault() as YamlMappingNode
                ?? throw new SpecException($"{file}: not an OpenAPI 3 document: the top level is not a mapping.");
        }
        catch (YamlException problem)
        {
            throw new SpecException($"{file}({problem.Start.Line},{problem.Start.Column}): {problem.Message}");
        }
    }
}
