using Confluent.Kafka;

namespace OnePassword.Events.Kafka.Storage;

/// <summary>Consecutive records that are sent at once.</summary>
internal static class RecordGroups
{
    /// <summary>Returns groups of up to a number of bytes, in the order of the records. A larger record is alone.</summary>
    public static IEnumerable<(int Start, int Count)> Of(IReadOnlyList<Message<byte[]?, byte[]?>> records, int maxBytes)
    {
        for (int start = 0, end; start < records.Count; start = end)
        {
            var rest = maxBytes - SizeOf(records[start]);
            for (end = start + 1; end < records.Count && SizeOf(records[end]) <= rest; end++)
                rest -= SizeOf(records[end]);
            yield return (start, end - start);
        }
    }

    private static long SizeOf(Message<byte[]?, byte[]?> record) => record.Value!.Length;
}
