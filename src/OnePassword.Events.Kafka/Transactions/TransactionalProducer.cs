using Confluent.Kafka;
using OnePassword.Events.Kafka.Clients;

namespace OnePassword.Events.Kafka.Transactions;

/// <summary>A producer whose blocking calls run on other threads.</summary>
internal sealed class TransactionalProducer : IAsyncDisposable
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(500);

    private readonly IProducer<byte[]?, byte[]?> _producer;
    private readonly ClientSettings _settings;
    private readonly string _follower;
    private readonly Connections _connections = new();
    private int _disposed;

    public TransactionalProducer(ClientSettings settings, string follower)
    {
        (_settings, _follower) = (settings, follower);
        _producer = settings.CreateProducer(follower, _connections.Add);
    }

    /// <summary>Gets why this producer can do nothing more; null if it can.</summary>
    public Exception? Lost { get; private set; }

    /// <summary>Gets a value indicating whether the brokers have not confirmed an abort yet.</summary>
    public bool IsAborting { get; private set; }

    private TimeSpan Timeout => _settings.Wait;

    /// <summary>Creates a client for administration, on the same connections.</summary>
    public AdminConnection CreateAdmin() => new(new DependentAdminClientBuilder(_producer.Handle).Build(), _connections);

    /// <summary>Lets new connections use the password that was read last.</summary>
    public void RenewPassword() => _settings.RenewPassword(_producer);

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
                _connections.Clear();
                return;
            }
            catch (KafkaRetriableException e)
            {
                // The next call continues this one.
                if (TimeProvider.System.GetElapsedTime(start) > Timeout || KafkaFailure.IsRejectedConnection(_connections.Error))
                    throw Failure(e);
            }
            catch (KafkaException e)
            {
                throw Failure(e);
            }
        }
    }

    public void Begin() => _producer.BeginTransaction();

    /// <summary>Sends records without <c>linger.ms</c>, and waits until the brokers have them.</summary>
    /// <param name="partition">The partition, or a topic whose partition the key determines.</param>
    /// <param name="records">The records.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The error of the record that failed first; null if there is none.</returns>
    public async Task<Error?> SendAsync(
        TopicPartition partition, IEnumerable<Message<byte[]?, byte[]?>> records, CancellationToken cancellationToken)
    {
        var sending = records.Select(record => SendAsync(partition, record)).ToList();
        await Task.Run(() => _producer.Flush(cancellationToken), cancellationToken).ConfigureAwait(false);
        var errors = await Task.WhenAll(sending).WaitAsync(cancellationToken).ConfigureAwait(false);
        return Array.Find(errors, error => error is not null && !IsPurged(error))
            ?? Array.Find(errors, error => error is not null);
    }

    /// <summary>Returns the error that made the open transaction fail; null if it can continue.</summary>
    /// <remarks>
    /// The records then fail without a reason. A transaction that is open cannot begin, so this changes nothing.
    /// </remarks>
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

    public async Task CommitAsync()
    {
        await Task.Run(() => _producer.CommitTransaction(Timeout)).ConfigureAwait(false);
        _connections.Clear();
    }

    /// <summary>
    /// Aborts the transaction, or continues to abort it. If another process has taken the feed, that is what this throws.
    /// </summary>
    public async Task AbortAsync()
    {
        IsAborting = true;
        try
        {
            await Task.Run(() => _producer.AbortTransaction(Timeout)).ConfigureAwait(false);
            IsAborting = false;
        }
        catch (KafkaRetriableException e)
        {
            throw Failure(e);
        }
        catch (KafkaException e)
        {
            throw await LoseAsync(e).ConfigureAwait(false);
        }
    }

    /// <summary>Closes the producer after a failure that ends it, and returns the exception to throw.</summary>
    public async Task<Exception> LoseAsync(KafkaException failure)
    {
        Lost = Failure(failure);
        await DisposeAsync().ConfigureAwait(false);
        return Lost;
    }

    /// <summary>Returns the exception to throw. If another process has taken the feed, this producer is lost.</summary>
    public Exception Failure(KafkaException failure)
    {
        var result = KafkaFailure.Of(failure, _settings, _follower, _connections.Error);
        if (result is CheckpointException)
            Lost ??= result;
        return result;
    }

    // Closing connections can block.
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            await Task.Run(_producer.Dispose).ConfigureAwait(false);
    }

    // Because of the error of another record.
    private static bool IsPurged(Error error) => error.Code is ErrorCode.Local_PurgeQueue or ErrorCode.Local_PurgeInflight;

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
