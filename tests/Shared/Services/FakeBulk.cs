using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OnePassword.Events.Testing.Services;

/// <summary>The bulk requests of a fake cluster.</summary>
internal sealed class FakeBulk(FakeElasticsearch service)
{
    private const int MaxIdBytes = 512;

    private static readonly string[] Keys = ["_index", "_id"];
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Returns the error of a document by its id and its text: a status, a type and a reason; null for none.</summary>
    public Func<FakeDocument, (int Status, string Type, string Reason)?> Fails { get; set; } = _ => null;

    /// <summary>Whether the ingest pipeline discards a document.</summary>
    public Func<FakeDocument, bool> Discards { get; set; } = _ => false;

    /// <summary>Whether rejected documents of a data stream go to its failure store.</summary>
    public bool HasFailureStore { get; set; }

    /// <summary>The documents in the failure stores.</summary>
    public List<FakeDocument> FailureStore { get; } = [];

    /// <summary>Changes the items of a response.</summary>
    public Action<JsonArray> Spoil { get; set; } = _ => { };

    public ServiceReply Process(ServiceRequest request, string? target)
    {
        if (request.Header("Content-Type") is not ("application/x-ndjson" or "application/json"))
            return FakeElasticsearch.Error(406, "media_type_header_exception", "Invalid media-type value on [Content-Type]");
        if (request.Body is not [.., (byte)'\n'])
            return Invalid("The bulk request must be terminated by a newline [\\n]");
        var lines = request.Text.Split('\n')[..^1];
        if (lines.Length % 2 != 0)
            return Invalid("An action has no source");
        var items = new JsonArray();
        for (var i = 0; i < lines.Length; i += 2)
        {
            if (ParseAction(lines[i], target) is not { Index: { } index, Id: { } id })
                return Invalid($"Malformed action/metadata line [{i + 1}]");
            if (Encoding.UTF8.GetByteCount(id) > MaxIdBytes)
                return FakeElasticsearch.Error(400, "action_request_validation_exception", "id is too long");
            items.Add(new JsonObject { ["create"] = Create(index, new FakeDocument(id, lines[i + 1])) });
        }
        Spoil(items);
        var hasErrors = items.Any(item => item!["create"]!["error"] is not null);
        return FakeElasticsearch.Json(200, new JsonObject { ["errors"] = hasErrors, ["items"] = items });
    }

    private static ServiceReply Invalid(string reason) => FakeElasticsearch.Error(400, "illegal_argument_exception", reason);

    private static (string? Index, string? Id) ParseAction(string line, string? target)
    {
        if (JsonNode.Parse(line) is not JsonObject { Count: 1 } action || action["create"] is not JsonObject create
            || create.Any(member => !Keys.Contains(member.Key, StringComparer.Ordinal)))
            return default;
        var id = create["_id"]?.GetValue<string>();
        return (create["_index"]?.GetValue<string>() ?? target, id is "" ? null : id);
    }

    private JsonObject Create(string name, FakeDocument document)
    {
        if (!service.Privileges.Contains("create_doc"))
            return Item(403, "security_exception", "action [indices:data/write/bulk[s]] is unauthorized");
        if (name.Any(char.IsUpper))
            return Item(400, "invalid_index_name_exception", $"Invalid index name [{name}], must be lowercase");
        if (service.Cluster.FindOrCreate(name) is not { } index)
            return Item(404, "index_not_found_exception", $"no such index [{name}]");
        if (Discards(document))
            return new JsonObject { ["_id"] = document.Id, ["result"] = "noop", ["status"] = 200 };
        if ((Fails(document) ?? Defect(index, document)) is { } error)
            return Reject(index, document, error);
        return index.TryCreate(document)
            ? new JsonObject { ["_index"] = index.WriteIndex, ["_id"] = document.Id, ["result"] = "created", ["status"] = 201 }
            : Item(409, "version_conflict_engine_exception", $"[{document.Id}]: version conflict, document already exists");
    }

    private JsonObject Reject(FakeIndex index, FakeDocument document, (int Status, string Type, string Reason) error)
    {
        var item = Item(error.Status, error.Type, error.Reason);
        if (error.Status != 400 || !index.IsDataStream || service.IsOpenSearch)
            return item;
        if (!HasFailureStore)
        {
            item["failure_store"] = "not_enabled";
            return item;
        }
        FailureStore.Add(document);
        return new JsonObject { ["result"] = "created", ["status"] = 201, ["failure_store"] = "used" };
    }

    private static (int Status, string Type, string Reason)? Defect(FakeIndex index, FakeDocument document)
    {
        try
        {
            using var json = JsonDocument.Parse(document.Source, Strict);
            if (!index.IsDataStream)
                return null;
            if (!json.RootElement.TryGetProperty("@timestamp", out var time))
                return (400, "document_parsing_exception", "data stream timestamp field [@timestamp] is missing");
            return DateTimeOffset.TryParse(time.GetString(), CultureInfo.InvariantCulture, out _)
                ? null
                : (400, "document_parsing_exception", $"failed to parse field [@timestamp] of type [date]: {time}");
        }
        catch (JsonException e)
        {
            return (400, "document_parsing_exception", $"failed to parse: {e.Message}");
        }
    }

    private static JsonObject Item(int status, string type, string reason) => new()
    {
        ["status"] = status,
        ["error"] = new JsonObject { ["type"] = type, ["reason"] = reason },
    };
}
