using System.Globalization;
using System.Text.Json;
using OnePassword.Events.Destinations.Http;

namespace OnePassword.Events.Destinations.Elasticsearch;

/// <summary>A bulk request: one <c>create</c> action per event, and one item per action in its response.</summary>
internal static class BulkRequest
{
    private const string Filter = "filter_path=errors,items.*.status,items.*.result,items.*.failure_store,items.*.error";

    private static readonly BatchBody Body = new("application/x-ndjson");

    /// <summary>Sends the events of a batch, or those with the given indexes.</summary>
    public static async Task<DeliveryResult> SendAsync(
        ElasticsearchClient client, ElasticsearchTarget target, EventBatch batch, IReadOnlyList<int>? indexes,
        CancellationToken cancellationToken)
    {
        var sent = indexes is null ? batch : new EventBatch(batch.Origin, [.. indexes.Select(index => batch.Events[index])]);
        var path = target.IsMonthly ? "" : $"{target.NameFor(batch.Origin)}/";
        var pipeline = client.Pipeline is { } name ? $"&pipeline={Uri.EscapeDataString(name)}" : "";
        var (reply, failure) = await client.PostAsync($"{path}_bulk?{Filter}{pipeline}", sent, Body, cancellationToken)
            .ConfigureAwait(false);
        if (failure is not null)
            return WithIndexes(failure, indexes);
        if (!reply!.IsSuccess)
            return WithIndexes(BulkError.ToResult(reply), indexes);
        if (Items(reply, sent.Events.Count) is { } items)
            return BulkItems.ToResult(items, indexes, reply.SecretSentence) with { RetryAfter = reply.RetryAfter };
        var unknown = DeliveryResult.Retry($"the response does not list {Count(sent)}.");
        return WithIndexes(unknown with { MayHaveArrived = true }, indexes);
    }

    // Without the items that are known to be stored.
    private static DeliveryResult WithIndexes(DeliveryResult result, IReadOnlyList<int>? indexes) =>
        result.Outcome == DeliveryOutcome.Split ? result : result with { Pending = indexes };

    private static string Count(EventBatch sent) => sent.Events.Count == 1
        ? "the event that was sent"
        : string.Create(CultureInfo.InvariantCulture, $"the {sent.Events.Count} events that were sent");

    // Null unless the response has one item per event. Then, it does not say which events were stored.
    private static List<BulkItem>? Items(HttpReply reply, int count)
    {
        using var json = reply.TryParse();
        if (json?.RootElement is not { ValueKind: JsonValueKind.Object } root
            || !root.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array
            || items.GetArrayLength() != count)
            return null;
        var parsed = new List<BulkItem>(count);
        foreach (var item in items.EnumerateArray())
        {
            if (BulkItem.TryParse(item) is not { } one)
                return null;
            parsed.Add(one);
        }
        return parsed;
    }
}
