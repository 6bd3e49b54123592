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

        var missing = ids.ToHashSet(StringComparer.Ordinal);
        failure = await SearchAsync(client, dataStream, missing, cancellationToken).ConfigureAwait(false);
        return failure is not null
            ? (null, failure)
            : ([.. Enumerable.Range(0, ids.Count).Where(index => missing.Contains(ids[index]))], null);
    }

    /// <summary>Removes the ids that the data stream has, or returns the result of a failure.</summary>
    private static async Task<DeliveryResult?> SearchAsync(
        ElasticsearchClient client, string dataStream, HashSet<string> missing, CancellationToken cancellationToken)
    {
        while (missing.Count > 0)
        {
            var size = missing.Count;
            var (reply, failure) = await client.PostAsync(
                $"{dataStream}/_search?allow_partial_search_results=false&filter_path=timed_out,_shards.failed,hits.hits._id",
                Query(missing, size), cancellationToken).ConfigureAwait(false);
            if (failure is not null)
                return failure;
            if (!reply!.IsSuccess || !IsComplete(reply))
                return ResultOf(reply);

            // Several backing indices can have an id, so that a full result may omit others: those are searched for alone.
            var hits = Found(reply);
            var before = missing.Count;
            missing.ExceptWith(hits);
            if (hits.Count < size || missing.Count == before)
                break;
        }
        return null;
    }

    private static ReadOnlyMemory<byte> Query(IReadOnlyCollection<string> ids, int size)
    {
        var query = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(query))
        {
            json.WriteStartObject();
            json.WriteNumber("size"u8, size);
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

    private static List<string> Found(HttpReply reply)
    {
        using var json = reply.TryParse();
        return json!.RootElement.TryGetProperty("hits", out var hits) && hits.TryGetProperty("hits", out var list)
            ? list.EnumerateArray().Select(hit => hit.GetProperty("_id").GetString()!).ToList()
            : [];
    }

    private static DeliveryResult ResultOf(HttpReply reply) => reply switch
    {
        { IsSuccess: true } => DeliveryResult.Retry(
            "the search for events that may already be stored returned an incomplete result."),
        { Status: 403 } when BulkError.TypeOf(reply) == BulkError.Security => DeliveryResult.Stop(
            $"{reply.Summary}. The search for events that may already be stored "
            + $"needs the privileges 'read' and 'maintenance'.{reply.SecretSentence}") with
        {
            Status = reply.Status,
            SecretRejected = true,
        },
        _ => BulkError.ToResult(reply) switch
        {
            // No event was sent, so that none was rejected.
            { Outcome: DeliveryOutcome.Split } => DeliveryResult.Stop(
                $"{reply.Summary}. The search for events that may already be stored failed. "
                + "Check the settings of the data stream.") with
            {
                Status = reply.Status,
            },
            var result => result,
        },
    };
}
