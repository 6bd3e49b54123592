using System.Globalization;

namespace OnePassword.Events.Destinations.Elasticsearch;

/// <summary>The result of a batch, from the items of its events.</summary>
internal static class BulkItems
{
    /// <param name="items">The items, in the order of the events.</param>
    /// <param name="indexes">The index in the batch of each item; null if they are the same.</param>
    /// <param name="secretSentence">The sentence about the secrets of the destination.</param>
    public static DeliveryResult ToResult(
        IReadOnlyList<BulkItem> items, IReadOnlyList<int>? indexes, string secretSentence = "")
    {
        var rejected = new List<RejectedEvent>();
        var pending = new List<int>();
        BulkItem? temporary = null, configuration = null;
        for (var i = 0; i < items.Count; i++)
        {
            var (item, index) = (items[i], indexes?[i] ?? i);
            if (item.IsStored)
                continue;
            if (item.IsDiscarded)
            {
                rejected.Add(new RejectedEvent(index, item.Reason));
                continue;
            }
            var isConfiguration = BulkError.IsConfiguration(item.Status, item.Type, item.Reason);
            if (!isConfiguration && !BulkError.IsTemporary(item.Status, item.Type))
            {
                rejected.Add(new RejectedEvent(index, item.Reason, item.Status));
                continue;
            }
            pending.Add(index);
            if (isConfiguration)
                configuration ??= item;
            else
                temporary ??= item;
        }
        return ResultOf(configuration, temporary, pending.Count, secretSentence) with
        {
            Rejected = rejected,
            Pending = pending,
            MayHaveArrived = pending.Count > 0 && items.Any(item => item.Status >= 500),
            Warning = Warning(items),
        };
    }

    private static DeliveryResult ResultOf(
        BulkItem? configuration, BulkItem? temporary, int pending, string secretSentence) =>
        configuration is not null ? DeliveryResult.Stop($"{Text(configuration)} {Action(configuration, secretSentence)}") with
        {
            Status = configuration.Status,
            SecretRejected = configuration.Status is 401 or 403,
        }
        : temporary is not null ? DeliveryResult.Retry(string.Create(
            CultureInfo.InvariantCulture, $"{pending} events are not stored. The first failed with {Text(temporary)}")) with
        {
            Status = temporary.Status,
        }
        : DeliveryResult.Delivered;

    private static string Action(BulkItem item, string secretSentence) => item.Status is 401 or 403
        ? $"Check the API key or the user, and its privileges.{secretSentence}"
        : "Check the data stream or index, and its template.";

    private static string Text(BulkItem item) =>
        string.Create(CultureInfo.InvariantCulture, $"HTTP {item.Status}: {item.Reason.TrimEnd('.')}.");

    private static string? Warning(IReadOnlyList<BulkItem> items) => items.Count(item => item.IsInFailureStore) switch
    {
        0 => null,
        var count => string.Create(
            CultureInfo.InvariantCulture,
            $"the data stream rejected {count} of {items.Count} events, which are in its failure store."),
    };
}
