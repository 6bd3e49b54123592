using Confluent.Kafka;

namespace OnePassword.Events.Kafka.Storage;

/// <summary>A checkpoint as the topic has it: one record, and those of the identifiers of the latest events.</summary>
internal sealed record StoredCheckpoint(Checkpoint? Checkpoint, RecentWindow Window)
{
    /// <summary>Whether this has the position of another checkpoint.</summary>
    public bool IsAt(Checkpoint other) => Checkpoint is not null
        && (Checkpoint.Cursor, Checkpoint.Events, Checkpoint.State) == (other.Cursor, other.Events, other.State);

    /// <summary>Returns what the topic has after another checkpoint has been written.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="key">The key of its record.</param>
    /// <param name="records">Receives the records to write.</param>
    public StoredCheckpoint With(Checkpoint checkpoint, string key, ICollection<Message<byte[]?, byte[]?>> records)
    {
        var changes = new List<(long Number, IReadOnlyList<string>? Keys)>();
        var window = Window.With(checkpoint.RecentUuids, changes);
        foreach (var (number, keys) in changes)
            records.Add(CheckpointRecord.OfKeys(key, number, keys));
        records.Add(CheckpointRecord.Of(key, checkpoint));
        return new(checkpoint, window);
    }
}
