using OnePassword.Events.Kafka.Clients;

namespace OnePassword.Events.Kafka.Transactions;

/// <summary>A follower of a store, with its writer. Operations run one after another.</summary>
internal sealed class Follower(ClientSettings settings, string name) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private FollowerWriter? _writer;
    private bool _isDisposed;

    /// <summary>Takes the feed unless this store owns it, and returns the committed checkpoint.</summary>
    public async Task<Checkpoint?> LoadAsync(CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await settings.ReadPasswordAsync(cancellationToken).ConfigureAwait(false);
            if (_writer is { IsLost: false })
            {
                await _writer.SettleAsync().ConfigureAwait(false);
                return _writer.Checkpoint;
            }
            if (_writer is not null)
                await _writer.DisposeAsync().ConfigureAwait(false);
            _writer = await FollowerWriter.TakeAsync(settings, name, cancellationToken).ConfigureAwait(false);
            return _writer.Checkpoint;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Writes a checkpoint, with the events of a page if there is one. Only a load replaces a lost writer.</summary>
    public async Task WriteAsync(Checkpoint checkpoint, FollowedPage<RawEvent>? page, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await settings.ReadPasswordAsync(cancellationToken).ConfigureAwait(false);
            _writer ??= await FollowerWriter.TakeAsync(settings, name, cancellationToken).ConfigureAwait(false);
            await _writer.WriteAsync(checkpoint, page, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            _isDisposed = true;
            if (_writer is not null)
                await _writer.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task EnterAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!_isDisposed)
            return;
        _turn.Release();
        throw new ObjectDisposedException(nameof(KafkaEventStore));
    }
}
