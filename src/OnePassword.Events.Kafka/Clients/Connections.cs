using Confluent.Kafka;

namespace OnePassword.Events.Kafka.Clients;

/// <summary>The connections of a client. Their errors explain why an operation has no response.</summary>
internal sealed class Connections
{
    // For the error of a connection, which comes before or after the one that all are down.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private TaskCompletionSource _failed = NewFailure();
    private volatile Error? _error;
    private Error? _down;

    /// <summary>Gets the last error of a connection; null if there is none.</summary>
    public Error? Error => _error;

    public void Add(Error error)
    {
        lock (_lock)
        {
            if (error.Code == ErrorCode.Local_AllBrokersDown)
            {
                _down = error;
                _ = FailAsync(_failed);
            }
            else
            {
                _error = error;
            }
            if (_error is { } reason && (_down is not null || KafkaFailure.IsRejectedConnection(reason)))
                _failed.TrySetResult();
        }
    }

    /// <summary>Forgets the errors of an outage, because the brokers have responded.</summary>
    public void Clear()
    {
        lock (_lock)
            (_error, _down, _failed) = (null, null, NewFailure());
    }

    /// <summary>Waits for an operation until no broker can be reached.</summary>
    /// <exception cref="KafkaException">
    /// The operation failed, no broker can be reached, or the brokers reject the client.
    /// </exception>
    public async Task<T> WaitAsync<T>(Task<T> operation, CancellationToken cancellationToken)
    {
        var first = await Task.WhenAny(operation, _failed.Task).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (first != operation)
            throw new KafkaException(_error ?? _down);
        var result = await operation.ConfigureAwait(false);
        Clear();
        return result;
    }

    private static TaskCompletionSource NewFailure() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task FailAsync(TaskCompletionSource failed)
    {
        await Task.Delay(Grace, TimeProvider.System).ConfigureAwait(false);
        failed.TrySetResult();
    }
}
