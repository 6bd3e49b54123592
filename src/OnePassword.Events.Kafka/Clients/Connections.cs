using Confluent.Kafka;

namespace OnePassword.Events.Kafka.Clients;

/// <summary>The connections of a client. Their errors explain why an operation has no response.</summary>
internal sealed class Connections
{
    // For the error of a connection, which comes before or after the one that all are down.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Error? _error;
    private volatile Error? _down;

    /// <summary>Gets the last error of a connection; null if there is none.</summary>
    public Error? Error => _error;

    public void Add(Error error)
    {
        if (error.Code == ErrorCode.Local_AllBrokersDown)
            _ = FailAsync(error);
        else
            _error = error;
        if (_error is { } reason && (_down is not null || KafkaFailure.IsRejectedConnection(reason)))
            _failed.TrySetResult();
    }

    /// <summary>Waits for an operation until no broker can be reached.</summary>
    /// <exception cref="KafkaException">
    /// The operation failed, no broker can be reached, or the brokers reject the client.
    /// </exception>
    public async Task<T> WaitAsync<T>(Task<T> operation, CancellationToken cancellationToken)
    {
        var first = await Task.WhenAny(operation, _failed.Task).WaitAsync(cancellationToken).ConfigureAwait(false);
        return first == operation ? await operation.ConfigureAwait(false) : throw new KafkaException(_error ?? _down);
    }

    private async Task FailAsync(Error down)
    {
        _down = down;
        await Task.Delay(Grace, TimeProvider.System).ConfigureAwait(false);
        _failed.TrySetResult();
    }
}
