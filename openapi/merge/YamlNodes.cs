using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace OnePassword.Events.SpecMerge;

/// <summary>Short forms of what this program does with YAML nodes.</summary>
internal static class YamlNodes
{
    // Wide enough to fold nothing, and with lists indented as in our files.
    private static readonly EmitterSettings Style = new(bestIndent: 2, bestWidth: 1_000, isCanonical: false,
        maxSimpleKeyLength: 128, skipAnchorName: true, indentSequences: true);

    public static YamlNode? Get(this YamlMappingNode map, string key) =>
        map.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;

    public static YamlMappingNode? Map(this YamlMappingNode map, string key) => map.Get(key) as YamlMappingNode;

    public static string? Text(this YamlMappingNode map, string key) => (map.Get(key) as YamlScalarNode)?.Value;

    public static bool IsTrue(this YamlMappingNode map, string key) => map.Text(key) == "true";

    public static IReadOnlyList<string> Texts(this YamlMappingNode map, string key) =>
        [.. map.Get(key) is YamlSequenceNode list ? list.OfType<YamlScalarNode>().Select(item => item.Value ?? "") : []];

    public static IEnumerable<YamlMappingNode> Maps(this YamlMappingNode map, string key) =>
        map.Get(key) is YamlSequenceNode list ? list.OfType<YamlMappingNode>() : [];

    public static IEnumerable<(string Key, YamlMappingNode Node)> Entries(this YamlMappingNode map) =>
        map.Children.Where(child => child.Value is YamlMappingNode)
            .Select(child => (((YamlScalarNode)child.Key).Value!, (YamlMappingNode)child.Value));

    public static YamlMappingNode With(this YamlMappingNode map, string key, YamlNode? value)
    {
        if (value is not null)
            map.Children[new YamlScalarNode(key)] = value;
        return map;
    }

    /// <summary>Returns the node as the lines of a block, without indentation.</summary>
    public static string[] Lines(this YamlMappingNode node)
    {
        using var text = new StringWriter { NewLine = "\n" };
        new YamlStream(new YamlDocument(node)).Save(new Emitter(text, Style), assignAnchors: false);
        var lines = text.ToString().Split('\n').Select(line => line.TrimEnd('\r'));
        return [.. lines.Where(line => line is not ("" or "..." or "---"))];
    }
}
