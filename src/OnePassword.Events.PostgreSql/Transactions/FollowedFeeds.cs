using System.Collections.Concurrent;
using Npgsql;
using OnePassword.Events.PostgreSql.Ownership;
using OnePassword.Events.PostgreSql.Storage;

namespace OnePassword.Events.PostgreSql.Transactions;

/// <summary>The feeds that this process has taken, and their transactions.</summary>
internal sealed class FollowedFeeds(NpgsqlDataSource database, PostgreSqlEventStoreOptions options) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, FollowerRow> _rows = new(StringComparer.OrdinalIgnoreCase);
    private readonly OwnerSession _owner = new(database, options);
    private bool _isDisposed;

    /// <summary>Takes a feed, if this process does not have it, and loads its checkpoint.</summary>
    public async ValueTask<Checkpoint?> LoadAsync(string name, CancellationToken cancellationToken)
    {
        var row = await RowAsync(name, reload: true, cancellationToken).ConfigureAwait(false);
        var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
            return await row.CheckpointAsync(connection, options.DuplicateWindow, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Saves a checkpoint together with the writes of its page, in one transaction.</summary>
    public async ValueTask WriteAsync(
        string name, Checkpoint checkpoint, PageWrites writes, CancellationToken cancellationToken)
    {
        var row = await RowAsync(name, reload: false, cancellationToken).ConfigureAwait(false);
        if (row.IsUncertain)
        {
            row = await RowAsync(name, reload: true, cancellationToken).ConfigureAwait(false);
            if (row.IsAt(checkpoint))
                return; // The commit whose result was unknown did succeed.
        }
        if (writes.Items is { } items)
            row.RequireNext(checkpoint, items, isExact: writes.Events is not null);
        var start = options.Clock.GetTimestamp();
        var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                var lastSeq = row.LastSeq;
                var advanced = await FencedAsync(
                    () => row.AdvanceAsync(connection, checkpoint, writes.Events?.Count, cancellationToken))
                    .ConfigureAwait(false);
                if (writes.Events is { } events)
                    await EventTable.AppendAsync(connection, row.Id, lastSeq, events, cancellationToken).ConfigureAwait(false);
                if (writes.Write is { } write)
                {
                    await write(connection, cancellationToken).ConfigureAwait(false);

                    // If it ignored an error of a statement, the server would roll back at COMMIT, and report success.
                    await connection.ExecuteAsync("SELECT 1", cancellationToken).ConfigureAwait(false);
                }
                row.IsUncertain = true;
                await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
                row.IsUncertain = false;
                advanced();
                PostgreSqlTelemetry.Committed(options.Clock.GetElapsedTime(start));
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        return _owner.DisposeAsync();
    }

    // A write never takes a feed that was taken away: its page continues from a checkpoint that is not the latest any more.
    private async Task<FollowerRow> RowAsync(string name, bool reload, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, typeof(PostgreSqlEventStore));
        if (!_rows.TryGetValue(name, out var row) || (row.IsLost && reload))
            return _rows[name] = await _owner.TakeAsync(name, cancellationToken).ConfigureAwait(false);
        if (row.IsLost)
            throw row.TakenOver();
        if (reload)
            await ReloadAsync(row, cancellationToken).ConfigureAwait(false);
        return row;
    }

    private async Task ReloadAsync(FollowerRow row, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                await FencedAsync(async () =>
                {
                    await row.ReloadAsync(connection, cancellationToken).ConfigureAwait(false);
                    return row;
                }).ConfigureAwait(false);
            }
        }
        catch (NpgsqlException)
        {
            // An earlier transaction of this process may still hold the row. Taking the feed ends it.
            _rows.TryRemove(new(row.Name, row));
            throw;
        }
    }

    private async Task<T> FencedAsync<T>(Func<Task<T>> use)
    {
        try
        {
            return await use().ConfigureAwait(false);
        }
        catch (CheckpointException)
        {
            _owner.Lose();
            throw;
        }
    }
}
