namespace OnePassword.Events.Kafka;

/// <summary>Specifies the key of the record of an event. Records with the same key are in one partition, in order.</summary>
public enum KafkaEventKey
{
    /// <summary>
    /// The UUID of the account, or <see cref="KafkaEventStoreOptions.Account"/> if the token does not contain it. All events
    /// of an account are in one partition, and each feed is in the order of the server.
    /// </summary>
    Account,

    /// <summary>The uuid of the event. The events are spread over all partitions, without an order among them.</summary>
    Uuid,
}
