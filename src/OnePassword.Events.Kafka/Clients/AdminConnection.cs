using Confluent.Kafka;

namespace OnePassword.Events.Kafka.Clients;

/// <summary>A client for administration, with its connections.</summary>
internal sealed class AdminConnection(IAdminClient client, Connections connections) : IDisposable
{
    /// <summary>Runs an operation until no broker can be reached.</summary>
    /// <exception cref="KafkaException">
    /// The operation failed, no broker can be reached, or the brokers reject the client.
    /// </exception>
    public Task<T> RunAsync<T>(Func<IAdminClient, Task<T>> operation, CancellationToken cancellationToken) =>
        connections.WaitAsync(operation(client), cancellationToken);

    public void Dispose() => client.Dispose();
}
