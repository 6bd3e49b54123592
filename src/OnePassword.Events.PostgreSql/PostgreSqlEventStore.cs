using System.Collections.Concurrent;
using Npgsql;
using OnePassword.Events.PostgreSql.Ownership;
using OnePassword.Events.PostgreSql.Storage;

namespace OnePassword.Events.PostgreSql;

/// <summary>
/// Stores the events and the checkpoints of an account in PostgreSQL. A page and its checkpoint are one transaction, so each
/// event is stored exactly once and in the order of the feed, whatever fails.
/// </summary>
/// <remarks>
/// <para>One process follows an account. Another one with a store of the same account and database waits, and takes over when
/// the first one ends or hangs. From then on, every commit of the first one fails with
/// <see cref="CheckpointFailure.TakenOver"/>.</para>
/// <para>The result of a commit is unknown if the connection is lost. The next load reads it: the follower then continues from
/// the checkpoint that the database has.</para>
/// <para>Create the tables with <see cref="PostgreSqlSchema"/> first. The store holds one connection while it owns the account.
/// It needs sessions, so a proxy that pools transactions does not work.</para>
/// </remarks>
/// <example>
/// <code>
/// await using var database = NpgsqlDataSource.Create("Host=localhost;Database=events");
/// await PostgreSqlSchema.MigrateAsync(database);
/// await using var store = new PostgreSqlEventStore(database);
/// await events.AuditEvents.FollowRawAsync(store, (page, token) =&gt; store.StoreAsync(page, cancellationToken: token));
/// </code>
/// </example>
public sealed class PostgreSqlEventStore : ICheckpointStore, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, FollowerRow> _followers = new(StringComparer.OrdinalIgnoreCase);
    private readonly NpgsqlDataSource _database;
    private readonly PostgreSqlEventStoreOptions _options;
    private readonly OwnerSession _owner;
    private bool _isDisposed;

    /// <summary>Creates a store. It connects when a checkpoint is loaded.</summary>
    /// <param name="database">The database. The store does not dispose it.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public PostgreSqlEventStore(NpgsqlDataSource database, PostgreSqlEventStoreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        (_database, _options) = (database, PostgreSqlEventStoreOptions.Checked(options));
        _owner = new OwnerSession(database, _options);
    }

    /// <summary>Takes the feed, and loads its checkpoint. Waits while another process follows the account.</summary>
    /// <param name="name">The name of the follower.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The checkpoint; null if none has been saved.</returns>
    /// <exception cref="CheckpointException">
    /// The checkpoint is corrupt, or another process has taken the feed from this store. The next load then waits again.
    /// </exception>
    /// <exception cref="NpgsqlException">The database is not available, or the role lacks a privilege.</exception>
    public async ValueTask<Checkpoint?> LoadAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var row = await RowAsync(name, reload: true, cancellationToken).ConfigureAwait(false);
        var connection = await _database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
            return await row.CheckpointAsync(connection, _options.DuplicateWindow, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Saves a checkpoint without events.</summary>
    /// <param name="name">The name of the follower.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="cancellationToken">Cancels the save. The previous checkpoint is then stored.</param>
    /// <exception cref="CheckpointException">Another process has taken the feed.</exception>
    /// <exception cref="NpgsqlException">The database is not available, or the role lacks a privilege.</exception>
    public ValueTask SaveAsync(string name, Checkpoint checkpoint, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(checkpoint);
        return WriteAsync(name, checkpoint, items: null, events: null, write: null, cancellationToken);
    }

    /// <summary>Stores the events of a page and commits the page, in one transaction.</summary>
    /// <param name="page">The page.</param>
    /// <param name="write">Writes of the program in the same transaction, on its connection; null for none.</param>
    /// <param name="cancellationToken">Cancels the transaction.</param>
    /// <returns>A task that completes when the page is committed.</returns>
    /// <exception cref="CheckpointException">Another process has taken the feed. Nothing was committed.</exception>
    /// <exception cref="NpgsqlException">
    /// The transaction failed, or its result is unknown. Follow again: that continues after the last committed page.
    /// </exception>
    public Task StoreAsync(
        FollowedPage<RawEvent> page, Func<NpgsqlConnection, CancellationToken, Task>? write = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(page);
        return CommitAsync(page, page.Items, write, cancellationToken);
    }

    /// <summary>Commits a page together with writes of the program, in one transaction. The events are not stored.</summary>
    /// <typeparam name="TEvent">The type of the events.</typeparam>
    /// <param name="page">The page.</param>
    /// <param name="write">Writes of the program, on the connection of the transaction.</param>
    /// <param name="cancellationToken">Cancels the transaction.</param>
    /// <returns>A task that completes when the page is committed.</returns>
    /// <exception cref="CheckpointException">Another process has taken the feed. Nothing was committed.</exception>
    /// <exception cref="NpgsqlException">
    /// The transaction failed, or its result is unknown. Follow again: that continues after the last committed page.
    /// </exception>
    public Task CommitAsync<TEvent>(
        FollowedPage<TEvent> page, Func<NpgsqlConnection, CancellationToken, Task> write,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(write);
        return CommitAsync(page, events: null, write, cancellationToken);
    }

    /// <summary>Releases the account: a waiting process takes over at once.</summary>
    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        return _owner.DisposeAsync();
    }

    private Task CommitAsync<TEvent>(
        FollowedPage<TEvent> page, IReadOnlyList<RawEvent>? events, Func<NpgsqlConnection, CancellationToken, Task>? write,
        CancellationToken cancellationToken) =>
        page.CommitAsync(
            (checkpoint, token) => WriteAsync(page.Name, checkpoint, page.Items.Count, events, write, token),
            state: null, cancellationToken).AsTask();

    private async ValueTask WriteAsync(
        string name, Checkpoint checkpoint, int? items, IReadOnlyList<RawEvent>? events,
        Func<NpgsqlConnection, CancellationToken, Task>? write, CancellationToken cancellationToken)
    {
        var row = await RowAsync(name, reload: false, cancellationToken).ConfigureAwait(false);
        if (row.IsUncertain)
        {
            row = await RowAsync(name, reload: true, cancellationToken).ConfigureAwait(false);
            if (row.IsAt(checkpoint))
                return; // The commit whose result was unknown did succeed.
        }
        var connection = await _database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                var lastSeq = row.LastSeq;
                if (items is { } count)
                    row.RequireNext(checkpoint, count, isExact: events is not null);
                var advanced = await AdvanceAsync(row, connection, checkpoint, events?.Count, cancellationToken)
                    .ConfigureAwait(false);
                if (events is not null)
                    await EventTable.AppendAsync(connection, row.Id, lastSeq, events, cancellationToken).ConfigureAwait(false);
                if (write is not null)
                {
                    await write(connection, cancellationToken).ConfigureAwait(false);

                    // If it ignored an error of a statement, the server would roll back at COMMIT, and report success.
                    await connection.ExecuteAsync("SELECT 1", cancellationToken).ConfigureAwait(false);
                }
                row.IsUncertain = true;
                await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
                row.IsUncertain = false;
                advanced();
            }
        }
    }

    // A write never takes a feed that was taken away: its page continues from a checkpoint that is not the latest any more.
    private async Task<FollowerRow> RowAsync(string name, bool reload, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!_followers.TryGetValue(name, out var row) || (row.IsLost && reload))
            return _followers[name] = await _owner.TakeAsync(name, cancellationToken).ConfigureAwait(false);
        if (row.IsLost)
            throw row.TakenOver();
        if (!reload)
            return row;
        try
        {
            var connection = await _database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
                await row.ReloadAsync(connection, cancellationToken).ConfigureAwait(false);
            return row;
        }
        catch (CheckpointException)
        {
            _owner.Lose();
            throw;
        }
        catch (NpgsqlException)
        {
            // An earlier transaction of this process may still hold the row. Taking the feed ends it.
            _followers.TryRemove(new(name, row));
            throw;
        }
    }

    private async Task<Action> AdvanceAsync(
        FollowerRow row, NpgsqlConnection connection, Checkpoint checkpoint, int? events, CancellationToken cancellationToken)
    {
        try
        {
            return await row.AdvanceAsync(connection, checkpoint, events, cancellationToken).ConfigureAwait(false);
        }
        catch (CheckpointException)
        {
            _owner.Lose();
            throw;
        }
    }
}
