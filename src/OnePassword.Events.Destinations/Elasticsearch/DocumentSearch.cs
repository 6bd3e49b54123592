using System.Buffers;
using System.Text.Json;
using OnePassword.Events.Destinations.Http;

namespace OnePassword.Events.Destinations.Elasticsearch;

/// <summary>
/// Searches a data stream for documents. An id is unique per backing index only: after a rollover, the service would store a
/// repeated document again.
/// </summary>
internal static class DocumentSearch
{
    private const int MaxHits = 10_000; // The largest result that a search can have.

    /// <summary>Returns the indexes of the ids that the data stream does not have, or the result of a failure.</summary>
    public static async Task<(IReadOnlyList<int>? Missing, DeliveryResult? Failure)> FindMissingAsync(
        ElasticsearchClient client, string dataStream, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        // A search does not find documents that were stored since the last refresh.
        var (reply, failure) = await client.PostAsync($"{dataStream}/_refresh", default, cancellationToken).ConfigureAwait(false);
        if (failure is not null)
            return (null, failure);
        if (BulkError.TypeOf(reply!) == "index_not_found_exception")
            return ([.. Enumerable.Range(0, ids.Count)], null);
        if (!reply!.IsSuccess || !IsComplete(reply))
            return (null, ResultOf(reply));

        (reply, failure) = await client.PostAsync(
            $"{dataStream}/_search?allow_partial_search_results=false&filter_path=timed_out,_shards.failed,hits.hits._id",
            Query(ids), cancellationToken).ConfigureAwait(false);
        if (failure is not null)
            return (null, failure);
        if (!reply!.IsSuccess || !IsComplete(reply))
            return (null, ResultOf(reply));
        var found = Found(reply);
        return ([.. Enumerable.Range(0, ids.Count).Where(index => !found.Contains(ids[index]))], null);
    }

    private static ReadOnlyMemory<byte> Query(IReadOnlyList<string> ids)
    {
        var query = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(query))
        {
            json.WriteStartObject();
            json.WriteNumber("size"u8, MaxHits);
            json.WriteBoolean("_source"u8, value: false);
            json.WriteBoolean("track_total_hits"u8, value: false);
            json.WriteStartObject("query"u8);
            json.WriteStartObject("ids"u8);
            json.WriteStartArray("values"u8);
            foreach (var id in ids)
                json.WriteStringValue(id);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return query.WrittenMemory;
    }

    // An incomplete result would make documents look as if they were missing.
    private static bool IsComplete(HttpReply reply)
    {
        using var json = reply.TryParse();
        return json?.RootElement is { ValueKind: JsonValueKind.Object } root
            && root.TryGetProperty("_shards", out var shards) && shards.ValueKind == JsonValueKind.Object
            && shards.TryGetProperty("failed", out var failed) && failed.ValueKind == JsonValueKind.Number
            && failed.GetDouble() == 0
            && (!root.TryGetProperty("timed_out", out var timedOut) || timedOut.ValueKind == JsonValueKind.False);
    }

    private static HashSet<string> Found(HttpReply reply)
    {
        using var json = reply.TryParse();
        return json!.RootElement.TryGetProperty("hits", out var hits) && hits.TryGetProperty("hits", out var list)
            ? list.EnumerateArray().Select(hit => hit.GetProperty("_id").GetString()!).ToHashSet(StringComparer.Ordinal)
            : [];
    }

    private static DeliveryResult ResultOf(HttpReply reply) => reply switch
    {
        { IsSuccess: true } => DeliveryResult.Retry(
            "the search for events that may already be stored returned an incomplete result."),
        { Status: 403 } when BulkError.TypeOf(reply) == BulkError.Security => DeliveryResult.Stop(
            $"{reply.Summary}. The search for events that may already be stored "
            + "needs the privileges 'read' and 'maintenance'.") with
        {
            Status = reply.Status,
            SecretRejected = true,
        },
        _ => BulkError.ToResult(reply),
    };
}
