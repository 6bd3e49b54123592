using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace OnePassword.Events.Testing.Services;

/// <summary>The indices and index templates of a fake cluster.</summary>
internal sealed class FakeCluster
{
    private readonly Dictionary<string, FakeIndex> _indices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonObject> _templates = new(StringComparer.Ordinal);

    public FakeCluster() => Put("logs", Template("logs-*-*", priority: 100, type: "date"));

    public IReadOnlyDictionary<string, FakeIndex> Indices => _indices;

    /// <summary>Whether a write creates a missing index.</summary>
    public bool CreatesIndices { get; set; } = true;

    /// <summary>Adds the templates of Elastic's integration.</summary>
    public void InstallIntegration()
    {
        foreach (var feed in new[] { "audit_events", "item_usages", "signin_attempts" })
            Put($"logs-1password.{feed}", Template($"logs-1password.{feed}-*", priority: 200, type: "date"));
    }

    /// <summary>Rolls over all data streams.</summary>
    public void Rollover()
    {
        foreach (var index in _indices.Values.Where(index => index.IsDataStream))
            index.Rollover();
    }

    public void RemoveTemplate(string name) => _templates.Remove(name);

    /// <summary>Stores a template, if it has only keys that a cluster knows.</summary>
    public ServiceReply Put(string name, JsonObject template)
    {
        string[] keys = ["index_patterns", "data_stream", "priority", "template", "composed_of", "version", "_meta"];
        string[] inner = ["settings", "mappings", "aliases", "lifecycle"];
        var unknown = template.Select(member => member.Key).Except(keys, StringComparer.Ordinal)
            .Concat(template["template"]!.AsObject().Select(member => member.Key).Except(inner, StringComparer.Ordinal))
            .FirstOrDefault();
        if (unknown is not null)
            return FakeElasticsearch.Error(400, "x_content_parse_exception", $"[index_template] unknown field [{unknown}]");
        _templates[name] = template;
        return FakeElasticsearch.Json(200, new JsonObject { ["acknowledged"] = true });
    }

    public FakeIndex? Find(string name) => _indices.GetValueOrDefault(name);

    /// <summary>Finds the index that a document is written to, and creates it.</summary>
    public FakeIndex? FindOrCreate(string name)
    {
        if (Find(name) is { } found || !CreatesIndices)
            return Find(name);
        var template = TemplateOf(name);
        return _indices[name] = new FakeIndex(name, template?.Template.ContainsKey("data_stream") == true, template?.Name);
    }

    public JsonObject Templates() => new()
    {
        ["index_templates"] = new JsonArray([.. _templates.Select(template => new JsonObject
        {
            ["name"] = template.Key,
            ["index_template"] = template.Value.DeepClone(),
        })]),
    };

    public JsonObject Simulate(string name) => TemplateOf(name) is { } found
        ? new JsonObject { ["template"] = found.Template["template"]!.DeepClone(), ["overlapping"] = new JsonArray() }
        : [];

    public JsonObject TimeMapping(string name)
    {
        var time = TemplateOf(name)?.Template["template"]?["mappings"]?["properties"]?["@timestamp"];
        return new JsonObject
        {
            [Find(name)!.WriteIndex] = new JsonObject
            {
                ["mappings"] = new JsonObject
                {
                    ["@timestamp"] = new JsonObject
                    {
                        ["full_name"] = "@timestamp",
                        ["mapping"] = new JsonObject { ["@timestamp"] = time?.DeepClone() },
                    },
                },
            },
        };
    }

    private (string Name, JsonObject Template)? TemplateOf(string name) => _templates
        .Where(entry => entry.Value["index_patterns"]!.AsArray()
            .Any(pattern => FileSystemName.MatchesSimpleExpression(pattern!.GetValue<string>(), name, ignoreCase: false)))
        .OrderByDescending(entry => entry.Value["priority"]!.GetValue<int>())
        .Select(entry => ((string, JsonObject)?)(entry.Key, entry.Value))
        .FirstOrDefault();

    private static JsonObject Template(string pattern, int priority, string type) => new()
    {
        ["index_patterns"] = new JsonArray(pattern),
        ["data_stream"] = new JsonObject { ["hidden"] = false },
        ["priority"] = priority,
        ["template"] = new JsonObject
        {
            ["mappings"] = new JsonObject
            {
                ["properties"] = new JsonObject { ["@timestamp"] = new JsonObject { ["type"] = type } },
            },
        },
    };
}
