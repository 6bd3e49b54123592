using System.Text.Json;
using System.Text.Json.Nodes;

namespace OnePassword.Events.Testing.Services;

/// <summary>A fake cluster of Elasticsearch or OpenSearch. It is as strict as the real one about bulk requests.</summary>
internal sealed class FakeElasticsearch : FakeService
{
    private static readonly string[] Parameters =
        ["filter_path", "pipeline", "allow_partial_search_results", "refresh", "timeout"];

    public FakeElasticsearch() => Bulk = new FakeBulk(this);

    /// <summary>The value of the header Authorization that requests must have; null for none.</summary>
    public string? Authorization { get; set; }

    /// <summary>The privileges of the credentials.</summary>
    public HashSet<string> Privileges { get; } = new(StringComparer.Ordinal)
    {
        "create_doc", "auto_configure", "read", "maintenance", "monitor", "manage_index_templates", "view_index_metadata",
    };

    public bool IsOpenSearch { get; set; }

    public bool HasSecurity { get; set; } = true;

    /// <summary>The largest body that it accepts, in bytes.</summary>
    public int MaxBytes { get; set; } = int.MaxValue;

    /// <summary>The setting index.max_result_window of all indices.</summary>
    public int MaxResultWindow { get; set; } = 10_000;

    /// <summary>Changes a response to a search or a refresh, such as to an incomplete one.</summary>
    public Action<JsonObject> Spoil { get; set; } = _ => { };

    /// <summary>Whether the data streams roll over before a request is processed.</summary>
    public Func<ServiceRequest, bool> RollsOver { get; set; } = _ => false;

    public FakeCluster Cluster { get; } = new();

    public FakeBulk Bulk { get; }

    public static async Task<FakeElasticsearch> StartAsync()
    {
        var service = new FakeElasticsearch();
        await service.StartAsync(port: 0);
        return service;
    }

    public static ServiceReply Error(int status, string type, string reason) => Json(status, new JsonObject
    {
        ["error"] = new JsonObject { ["type"] = type, ["reason"] = reason },
        ["status"] = status,
    });

    public static ServiceReply Json(int status, JsonNode body) => new(status, body.ToJsonString());

    public ServiceReply Forbidden(string action) => Error(403, "security_exception", $"action [{action}] is unauthorized");

    protected override ServiceReply Process(ServiceRequest request)
    {
        if (Authorization is not null && request.Header("Authorization") != Authorization)
            return Error(401, "security_exception", "unable to authenticate");
        if (request.Body.Length > MaxBytes)
            return new ServiceReply(413);
        if (UnknownParameter(request) is { } unknown)
            return Error(400, "illegal_argument_exception", $"[{request.Path}] contains unrecognized parameter: [{unknown}]");
        if (RollsOver(request))
            Cluster.Rollover();
        var parts = request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return (request.Method, parts) switch
        {
            ("GET", []) => Version(),
            ("POST", ["_bulk"]) => Bulk.Process(request, target: null),
            ("POST", [var target, "_bulk"]) => Bulk.Process(request, target),
            ("POST", [var target, "_refresh"]) => Refresh(target),
            ("POST", [var target, "_search"]) => Search(target, request),
            ("POST", ["_security", "user", "_has_privileges"]) when HasSecurity && !IsOpenSearch => HasPrivileges(request),
            ("GET", ["_plugins", "_security", "authinfo"]) when HasSecurity && IsOpenSearch =>
                Json(200, new JsonObject { ["user_name"] = "events", ["roles"] = new JsonArray("events_writer") }),
            ("GET", ["_data_stream", var name]) => DataStream(name),
            ("GET", ["_index_template"]) => Privileges.Contains("manage_index_templates")
                ? Json(200, Cluster.Templates()) : Forbidden("indices:admin/index_template/get"),
            ("PUT", ["_index_template", var name]) => Cluster.Put(name, JsonNode.Parse(request.Text)!.AsObject()),
            ("POST", ["_index_template", "_simulate_index", var name]) => Privileges.Contains("manage_index_templates")
                ? Json(200, Cluster.Simulate(name)) : Forbidden("indices:admin/index_template/simulate_index"),
            ("GET", [var name, "_mapping", "field", "@timestamp"]) => Privileges.Contains("view_index_metadata")
                ? Json(200, Cluster.TimeMapping(name)) : Forbidden("indices:admin/mappings/fields/get"),
            _ => Error(400, "illegal_argument_exception", $"no handler found for uri [{request.Path}]"),
        };
    }

    private static string? UnknownParameter(ServiceRequest request) => request.Query.TrimStart('?')
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(parameter => parameter.Split('=')[0])
        .FirstOrDefault(name => !Parameters.Contains(name, StringComparer.Ordinal));

    private ServiceReply Version()
    {
        if (!Privileges.Contains("monitor"))
            return Forbidden("cluster:monitor/main");
        var version = IsOpenSearch
            ? new JsonObject { ["distribution"] = "opensearch", ["number"] = "2.19.1" }
            : new JsonObject { ["number"] = "9.1.0", ["build_flavor"] = "default" };
        return Json(200, new JsonObject { ["name"] = "node", ["version"] = version });
    }

    private ServiceReply Refresh(string target)
    {
        if (!Privileges.Contains("maintenance"))
            return Forbidden("indices:admin/refresh");
        if (Cluster.Find(target) is not { } found)
            return Error(404, "index_not_found_exception", $"no such index [{target}]");
        found.Refresh();
        return Complete(new JsonObject());
    }

    private ServiceReply Search(string target, ServiceRequest request)
    {
        if (!Privileges.Contains("read"))
            return Forbidden("indices:data/read/search");
        if (Cluster.Find(target) is not { } found)
            return Error(404, "index_not_found_exception", $"no such index [{target}]");
        using var query = JsonDocument.Parse(request.Body);
        var ids = query.RootElement.GetProperty("query").GetProperty("ids").GetProperty("values").EnumerateArray()
            .Select(id => id.GetString()!).ToHashSet(StringComparer.Ordinal);
        var size = query.RootElement.GetProperty("size").GetInt32();
        if (size > MaxResultWindow)
            return Error(400, "illegal_argument_exception", "Result window is too large");
        var hits = found.Visible().Where(document => ids.Contains(document.Id)).Take(size)
            .Select(document => (JsonNode)new JsonObject { ["_id"] = document.Id });
        var body = new JsonObject { ["timed_out"] = false };
        if (hits.ToArray() is { Length: > 0 } list)
            body["hits"] = new JsonObject { ["hits"] = new JsonArray(list) };
        return Complete(body);
    }

    private ServiceReply Complete(JsonObject body)
    {
        body["_shards"] = new JsonObject { ["failed"] = 0 };
        Spoil(body);
        return Json(200, body);
    }

    private ServiceReply HasPrivileges(ServiceRequest request)
    {
        var asked = JsonNode.Parse(request.Text)!["index"]![0]!;
        var names = asked["names"]!.AsArray().Select(name => name!.GetValue<string>());
        var index = new JsonObject();
        foreach (var name in names)
            index[name] = new JsonObject(asked["privileges"]!.AsArray().Select(privilege => privilege!.GetValue<string>())
                .Select(privilege => KeyValuePair.Create(privilege, (JsonNode?)Privileges.Contains(privilege))));
        return Json(200, new JsonObject { ["username"] = "events", ["index"] = index });
    }

    private ServiceReply DataStream(string name) =>
        !Privileges.Contains("view_index_metadata") ? Forbidden("indices:admin/data_stream/get")
        : Cluster.Find(name) is { IsDataStream: true } stream ? Json(200, new JsonObject
        {
            ["data_streams"] = new JsonArray(new JsonObject { ["name"] = name, ["template"] = stream.Template }),
        })
        : Error(404, "index_not_found_exception", $"no such index [{name}]");
}
