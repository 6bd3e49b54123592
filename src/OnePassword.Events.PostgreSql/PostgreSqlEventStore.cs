using Npgsql;
using OnePassword.Events.PostgreSql.Transactions;

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
/// <para>Create the tables with <see cref="PostgreSqlSchema"/> first. The store holds one connection while it owns the account,
/// except with <see cref="Takeover.AtOnce"/>. It needs sessions, so a proxy that pools transactions does not work.</para>
/// </remarks>
/// <example>
/// <code>
/// await using var database = NpgsqlDataSource.Create("Host=localhost;Database=events");
/// await PostgreSqlSchema.MigrateAsync(database);
/// await using var store = new PostgreSqlEventStore(database);
/// await events.AuditEvents.FollowRawAsync(store, (page, token) =&gt; store.StoreAsync(page, token));
/// </code>
/// </example>
public sealed class PostgreSqlEventStore : IEventStore
{
    private readonly FollowedFeeds _feeds;

    /// <summary>Creates a store. It connects when a checkpoint is loaded.</summary>
    /// <param name="database">The database. The store does not dispose it.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public PostgreSqlEventStore(NpgsqlDataSource database, PostgreSqlEventStoreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        _feeds = new FollowedFeeds(database, PostgreSqlEventStoreOptions.Checked(options));
    }

    /// <summary>Takes the feed, and loads its checkpoint. Waits while another process follows the account.</summary>
    /// <param name="name">The name of the follower.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The checkpoint; null if none has been saved.</returns>
    /// <exception cref="CheckpointException">
    /// The checkpoint is corrupt, or another process has taken the feed from this store. The next load then waits again.
    /// </exception>
    /// <exception cref="NpgsqlException">The database is not available, or the role lacks a privilege.</exception>
    public ValueTask<Checkpoint?> LoadAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _feeds.LoadAsync(name, cancellationToken);
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
        return _feeds.WriteAsync(name, checkpoint, PageWrites.None, cancellationToken);
    }

    /// <summary>Stores the events of a page and commits the page, in one transaction.</summary>
    /// <param name="page">The page.</param>
    /// <param name="cancellationToken">Cancels the transaction.</param>
    /// <returns>A task that completes when the page is committed.</returns>
    /// <exception cref="CheckpointException">
    /// Another process has taken the feed. Its checkpoint decides whether this page is stored: do not store it elsewhere.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The page does not follow the stored events: another page was skipped, or this one was stored before.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    /// <exception cref="NpgsqlException">
    /// The transaction failed, or its result is unknown. Follow again: that continues after the last committed page.
    /// </exception>
    public Task StoreAsync(FollowedPage<RawEvent> page, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(page);
        return CommitAsync(page, new PageWrites(page.Items.Count, page.Items, Write: null), cancellationToken);
    }

    /// <summary>Stores the events of a page and commits the page, together with writes of the program.</summary>
    /// <param name="page">The page.</param>
    /// <param name="write">Writes of the program, on the connection of the transaction.</param>
    /// <param name="cancellationToken">Cancels the transaction.</param>
    /// <returns>A task that completes when the page is committed.</returns>
    /// <exception cref="CheckpointException">
    /// Another process has taken the feed. Its checkpoint decides whether this page is stored: do not store it elsewhere.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The page does not follow the stored events: another page was skipped, or this one was stored before.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    /// <exception cref="NpgsqlException">
    /// The transaction failed, or its result is unknown. Follow again: that continues after the last committed page.
    /// </exception>
    public Task StoreAsync(
        FollowedPage<RawEvent> page, Func<NpgsqlConnection, CancellationToken, Task> write,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(write);
        return CommitAsync(page, new PageWrites(page.Items.Count, page.Items, write), cancellationToken);
    }

    /// <summary>Commits a page together with writes of the program, in one transaction. The events are not stored.</summary>
    /// <typeparam name="TEvent">The type of the events.</typeparam>
    /// <param name="page">The page.</param>
    /// <param name="write">Writes of the program, on the connection of the transaction.</param>
    /// <param name="cancellationToken">Cancels the transaction.</param>
    /// <returns>A task that completes when the page is committed.</returns>
    /// <exception cref="CheckpointException">
    /// Another process has taken the feed. Its checkpoint decides whether this page is stored: do not store it elsewhere.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The page does not follow the stored events: another page was skipped, or this one was stored before.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    /// <exception cref="NpgsqlException">
    /// The transaction failed, or its result is unknown. Follow again: that continues after the last committed page.
    /// </exception>
    public Task CommitAsync<TEvent>(
        FollowedPage<TEvent> page, Func<NpgsqlConnection, CancellationToken, Task> write,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(write);
        return CommitAsync(page, new PageWrites(page.Items.Count, Events: null, write), cancellationToken);
    }

    /// <summary>Releases the account: a waiting process takes over at once.</summary>
    public ValueTask DisposeAsync() => _feeds.DisposeAsync();

    private Task CommitAsync<TEvent>(FollowedPage<TEvent> page, PageWrites writes, CancellationToken cancellationToken) =>
        page.CommitAsync(
            (checkpoint, token) => _feeds.WriteAsync(page.Name, checkpoint, writes, token), state: null, cancellationToken)
            .AsTask();
}
