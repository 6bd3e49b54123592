using Confluent.Kafka;
using OnePassword.Events.Kafka.Clients;

namespace OnePassword.Events.Kafka.Transactions;

/// <summary>A producer whose blocking calls run on other threads.</summary>
internal sealed class TransactionalProducer : IAsyncDisposable
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(500);

    private readonly IProducer<byte[]?, byte[]?> _producer;
    private readonly TimeSpan _timeout;
    private int _disposed;

    public TransactionalProducer(ClientSettings settings, string follower)
    {
        _timeout = settings.Options.TransactionTimeout;
        _producer = settings.CreateProducer(follower, error => ConnectionError = error);
    }

    /// <summary>Gets the last error that concerns no single operation.</summary>
    public Error? ConnectionError { get; private set; }

    /// <summary>Creates a client for administration, on the same connections.</summary>
    public IAdminClient CreateAdmin() => new DependentAdminClientBuilder(_producer.Handle).Build();

    /// <summary>Fences older producers with the same id, and waits until their open transaction has ended.</summary>
    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await Task.Run(() => _producer.InitTransactions(Slice), CancellationToken.None).ConfigureAwait(false);
                return;
            }
            catch (KafkaRetriableException)
            {
                // The call continues where it was.
                if (TimeProvider.System.GetElapsedTime(start) > _timeout || KafkaFailure.IsRejectedConnection(ConnectionError))
                    throw;
            }
        }
    }

    public void Begin() => _producer.BeginTransaction();

    /// <summary>Sends records, and waits until the brokers have them.</summary>
    /// <param name="partition">The partition, or a topic whose partition the key determines.</param>
    /// <param name="records">The records. Null stands for none.</param>
    /// <param name="oneByOne">Whether each record is a batch of its own. The brokers reject a whole batch.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The record that failed first, and its error; null if there is none.</returns>
    public async Task<(int Index, Error Error)?> SendAsync(
        TopicPartition partition, IReadOnlyList<Message<byte[]?, byte[]?>?> records, bool oneByOne, CancellationToken cancellationToken)
    {
        var sending = new List<Task<Error?>>(records.Count);
        foreach (var record in records)
        {
            sending.Add(record is null ? Task.FromResult<Error?>(null) : SendAsync(partition, record));
            if (oneByOne && await sending[^1].WaitAsync(cancellationToken).ConfigureAwait(false) is { } error)
                return (sending.Count - 1, error);
        }
        var errors = await Task.WhenAll(sending).WaitAsync(cancellationToken).ConfigureAwait(false);
        var failed = Array.FindIndex(errors, error => error is not (null or { Code: ErrorCode.Local_PurgeQueue or ErrorCode.Local_PurgeInflight }));
        if (failed < 0)
            failed = Array.FindIndex(errors, error => error is not null);
        return failed < 0 ? null : (failed, errors[failed]!);
    }

    /// <summary>Returns the error that made the open transaction fail; null if it can continue.</summary>
    /// <remarks>The records then fail without a reason. A transaction that is open cannot begin, so this changes nothing.</remarks>
    public Error? FindTransactionError()
    {
        try
        {
            _producer.BeginTransaction();
            return null;
        }
        catch (KafkaException e)
        {
            return e.Error.Code == ErrorCode.Local_State ? null : e.Error;
        }
    }

    public Task CommitAsync() => Task.Run(() => _producer.CommitTransaction(_timeout));

    public Task AbortAsync() => Task.Run(() => _producer.AbortTransaction(_timeout));

    // Closing connections can block.
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            await Task.Run(_producer.Dispose).ConfigureAwait(false);
    }

    private async Task<Error?> SendAsync(TopicPartition partition, Message<byte[]?, byte[]?> record)
    {
        try
        {
            await _producer.ProduceAsync(partition, record, CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (KafkaException e)
        {
            return e.Error;
        }
    }
}
