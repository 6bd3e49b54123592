using System.Collections.Frozen;
using System.Text.Json;
using OnePassword.Events.Destinations.Http;

namespace OnePassword.Events.Destinations.Elasticsearch;

/// <summary>The errors of a cluster: which are temporary, and which need another configuration.</summary>
internal static class BulkError
{
    public const string Security = "security_exception";

    /// <summary>A full disk, a read-only index, or a cluster without a leader.</summary>
    public const string Blocked = "cluster_block_exception";

    // Errors with the status of a rejected document, but which every document would have. A validation exception says that the
    // cluster has no room for another index.
    private static readonly FrozenSet<string> Configuration = FrozenSet.Create(
        StringComparer.Ordinal,
        "index_not_found_exception", "invalid_index_name_exception", "index_closed_exception", "resource_not_found_exception",
        "validation_exception", Security);

    /// <summary>Returns whether the configuration of the cluster or of the destination is wrong.</summary>
    public static bool IsConfiguration(int status, string? type, string? reason) =>
        type != Blocked
        && (status is 401 or 403 or 404 || (type is not null && Configuration.Contains(type))
            || reason?.Contains("pipeline with id [", StringComparison.Ordinal) == true);

    /// <summary>Returns whether the same document can be accepted later.</summary>
    public static bool IsTemporary(int status, string? type) => status is 408 or 409 or 429 or >= 500 || type == Blocked;

    /// <summary>Returns the result for a response to a whole request that is not a success.</summary>
    public static DeliveryResult ToResult(HttpReply reply)
    {
        var type = TypeOf(reply);
        if (type == Blocked)
            return DeliveryResult.Retry(reply.Summary, reply.RetryAfter) with { Status = reply.Status };
        var isConfiguration = reply.Status is 406 or 415 || (type is not null && Configuration.Contains(type));
        return isConfiguration && reply.Status is not (401 or 403)
            ? DeliveryResult.Stop($"{reply.Summary}. Check the configuration of the destination.") with { Status = reply.Status }
            : reply.ToResult();
    }

    /// <summary>Returns the type of the error in a response; null if it has none.</summary>
    public static string? TypeOf(HttpReply reply)
    {
        if (reply.IsSuccess)
            return null;
        using var json = reply.TryParse();
        return json?.RootElement is { ValueKind: JsonValueKind.Object } root ? Member(root, "error").Type : null;
    }

    /// <summary>Returns the type and the reason of an error.</summary>
    public static (string? Type, string? Reason) Member(JsonElement parent, string name)
    {
        if (!parent.TryGetProperty(name, out var error) || error.ValueKind != JsonValueKind.Object)
            return default;
        var (type, reason) = (Text(error, "type"), Text(error, "reason"));
        var cause = error.TryGetProperty("caused_by", out var by) && by.ValueKind == JsonValueKind.Object
            ? Text(by, "reason")
            : null;
        return (type, cause is null ? reason : $"{reason}: {cause}");
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
