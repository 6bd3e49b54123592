using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using Version = System.Version;

namespace OnePassword.Events.SpecUpdate;

/// <summary>An OpenAPI 3.0 file, YAML or JSON, with its places in the text.</summary>
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
            throw new SpecException($"{file}: not an OpenAPI 3 document: \"openapi: 3.…\" is missing at its top.");
        Version = Version.TryParse(_root.Map("info")?.Text("version"), out var version)
            ? version
            : throw new SpecException($"{file}: info.version is missing or is no version such as 1.4.1.");
        Operations = [.. (Map("paths") ?? throw new SpecException($"{file}: it has no paths.")).Entries().SelectMany(OperationsOf)];
        Schemas = (Map("components", "schemas")?.Entries() ?? []).ToDictionary(entry => entry.Key, entry => entry.Node, StringComparer.Ordinal);
    }

    public string File { get; }

    public string Text { get; }

    public Version Version { get; }

    public IReadOnlyList<Operation> Operations { get; }

    public IReadOnlyDictionary<string, YamlMappingNode> Schemas { get; }

    public static SpecDocument Load(string file)
    {
        if (!System.IO.File.Exists(file))
            throw new SpecException($"{file}: there is no such file.");
        return new SpecDocument(file, System.IO.File.ReadAllText(file));
    }

    public YamlMappingNode? Map(params string[] path) => path.Aggregate((YamlMappingNode?)_root, (node, key) => node?.Map(key));

    /// <summary>What a chain of references ends at, and the last name on the way, if there was any.</summary>
    public (string? Name, YamlMappingNode Node) Resolve(YamlMappingNode node)
    {
        string? name = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (node.Text("$ref") is { } reference)
        {
            var target = reference.StartsWith("#/", StringComparison.Ordinal) ? Map(reference[2..].Split('/')) : null;
            if (target is null || !seen.Add(reference))
                throw new SpecException($"{File}({node.Start.Line}): {reference} leads nowhere.");
            name = reference.Split('/')[^1];
            node = target;
        }
        return (name, node);
    }

    private static IEnumerable<Operation> OperationsOf((string Key, YamlMappingNode Node) path) =>
        path.Node.Entries().Where(entry => Methods.Contains(entry.Key, StringComparer.Ordinal)).Select(entry => new Operation(entry.Key, path.Key, entry.Node));

    private static YamlMappingNode Parse(string file, string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Select(document => document.RootNode).FirstOrDefault() as YamlMappingNode
                ?? throw new SpecException($"{file}: not an OpenAPI 3 document: its top is no mapping.");
        }
        catch (YamlException problem)
        {
            throw new SpecException($"{file}({problem.Start.Line},{problem.Start.Column}): {problem.Message}");
        }
    }
}
