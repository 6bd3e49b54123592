using Npgsql;
using OnePassword.Events.PostgreSql.Storage;

namespace OnePassword.Events.PostgreSql.Ownership;

/// <summary>
/// The session that holds the lock of an account. PostgreSQL ends it, and releases the lock, as soon as the process is killed. A
/// query at intervals shows that the process still runs.
/// </summary>
internal sealed class OwnerSession(NpgsqlDataSource database, PostgreSqlEventStoreOptions options) : IAsyncDisposable
{
    // A killed process may be noticed only after another one has started.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _turn = new(1, 1); // A connection runs one command at a time.
    private readonly CancellationTokenSource _disposed = new();
    private NpgsqlConnection? _session;
    private Task _beating = Task.CompletedTask;

    /// <summary>Takes a feed in the session that holds the lock, and waits for the lock first.</summary>
    /// <exception cref="CheckpointException">Another process follows the account, and this one does not wait.</exception>
    public async Task<FollowerRow> TakeAsync(string name, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _session ??= await AcquireAsync(cancellationToken).ConfigureAwait(false);
            return await TakeAsync(_session, name, cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException)
        {
            await EndAsync().ConfigureAwait(false); // It may be broken. The next attempt waits for the lock again.
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync().ConfigureAwait(false);
        await _beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await EndAsync().ConfigureAwait(false);
        _turn.Dispose();
        _disposed.Dispose();
    }

    private async Task<NpgsqlConnection> AcquireAsync(CancellationToken cancellationToken)
    {
        var session = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var start = options.Clock.GetTimestamp();
            for (var waits = false; !await AccountLock.TryTakeAsync(session, options, cancellationToken).ConfigureAwait(false);)
            {
                if (options.Takeover == Takeover.Never && options.Clock.GetElapsedTime(start) >= LongestWait)
                    throw new CheckpointException(
                        CheckpointFailure.InUse, $"Another process follows the account '{options.Account}' into this database.");
                if (!waits && options.Takeover != Takeover.Never)
                    options.Waiting?.Invoke();
                waits = true;
                await Task.Delay(options.RetryInterval, options.Clock, cancellationToken).ConfigureAwait(false);
                await SilentSessions.EndOwnerAsync(session, options, cancellationToken).ConfigureAwait(false);
            }
            if (options.Takeover != Takeover.AtOnce)
                _beating = BeatAsync();
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // The statement waits while the previous owner holds the row. If that process hangs, its session is ended.
    private async Task<FollowerRow> TakeAsync(NpgsqlConnection session, string name, CancellationToken cancellationToken)
    {
        var pid = session.ProcessID;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var taking = FollowerRow.TakeAsync(session, name, options.Account, stop.Token);
        try
        {
            while (true)
            {
                var wait = Task.Delay(options.SilenceLimit / 8, options.Clock, stop.Token);
                if (await Task.WhenAny(taking, wait).ConfigureAwait(false) == taking)
                    break;
                stop.Token.ThrowIfCancellationRequested();
                await SilentSessions.EndBlockersAsync(database, pid, options, stop.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            if (!taking.IsCompleted)
                await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)taking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return await taking.ConfigureAwait(false);
    }

    private async Task BeatAsync()
    {
        while (true)
        {
            await Task.Delay(options.SilenceLimit / 4, options.Clock, _disposed.Token).ConfigureAwait(false);
            await _turn.WaitAsync(_disposed.Token).ConfigureAwait(false);
            try
            {
                if (_session is null)
                    return;
                _ = await _session.ScalarAsync("SELECT 1", _disposed.Token).ConfigureAwait(false);
            }
            catch (NpgsqlException)
            {
                // The lock is lost. The next load waits for it; until another process takes the feeds, they continue.
                await EndAsync().ConfigureAwait(false);
                return;
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    // A pool would keep the lock with the connection.
    private async ValueTask EndAsync()
    {
        if (_session is not { } session)
            return;
        _session = null;
        try
        {
            await AccountLock.ReleaseAsync(session, options).ConfigureAwait(false);
        }
        catch (NpgsqlException)
        {
            // The session has ended, and its lock with it.
        }
        await session.DisposeAsync().ConfigureAwait(false);
    }
}
