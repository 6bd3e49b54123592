using Confluent.Kafka;

namespace OnePassword.Events.Kafka.Clients;

/// <summary>The connections of a client. Their errors explain why an operation has no response.</summary>
internal sealed class Connections
{
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Error? _error;

    /// <summary>Gets the last error; null if there is none.</summary>
    public Error? Error => _error;

    public void Add(Error error)
    {
        var isLast = error.Code == ErrorCode.Local_AllBrokersDown;
        if (!isLast || _error is null) // The error before it says why.
            _error = error;
        if (isLast || KafkaFailure.IsRejectedConnection(error))
            _failed.TrySetResult();
    }

    /// <summary>Waits for an operation until no broker can be reached.</summary>
    /// <exception cref="KafkaException">The operation failed, no broker can be reached, or the brokers reject the client.</exception>
    public async Task<T> WaitAsync<T>(Task<T> operation, CancellationToken cancellationToken)
    {
        var first = await Task.WhenAny(operation, _failed.Task).WaitAsync(cancellationToken).ConfigureAwait(false);
        return first == operation ? await operation.ConfigureAwait(false) : throw new KafkaException(_error);
    }
}
