using System.Data;
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
    private Task? _beating;
    private volatile bool _owns; // Until another process has taken the account.

    /// <summary>Takes a feed in the session that holds the lock, and waits for the lock first.</summary>
    /// <exception cref="CheckpointException">Another process follows the account, and this one does not wait.</exception>
    public async Task<FollowerRow> TakeAsync(string name, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        await _turn.WaitAsync(stop.Token).ConfigureAwait(false);
        try
        {
            if (!IsOpen(_session))
                await EndAsync().ConfigureAwait(false);
            _session ??= await AcquireAsync(stop.Token).ConfigureAwait(false);
            return await TakeAsync(_session, name, stop.Token).ConfigureAwait(false);
        }
        catch (NpgsqlException)
        {
            await EndAsync().ConfigureAwait(false); // It may be broken. The next attempt waits for the lock again.
            throw;
        }
        finally
        {
            if (options.Takeover == Takeover.AtOnce)
                await EndAsync().ConfigureAwait(false); // There is no lock to hold.
            _turn.Release();
        }
    }

    /// <summary>Notes that another process has taken a feed: the lock is not taken again before the next load.</summary>
    public void Lose() => _owns = false;

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync().ConfigureAwait(false);
        if (_beating is { } beating)
            await beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _turn.WaitAsync().ConfigureAwait(false);
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
            _owns = true;
            if (options.Takeover != Takeover.AtOnce)
                _beating ??= BeatAsync();
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
                if (!await IsAliveAsync().ConfigureAwait(false))
                    await RegainAsync().ConfigureAwait(false);
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    private async Task<bool> IsAliveAsync()
    {
        try
        {
            if (!IsOpen(_session))
                return false;
            _ = await _session!.ScalarAsync("SELECT 1", _disposed.Token).ConfigureAwait(false);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    // After a restart of the server, for example. The feeds continue without the lock until another process takes them.
    private async Task RegainAsync()
    {
        await EndAsync().ConfigureAwait(false);
        if (!_owns)
            return;
        try
        {
            var session = await database.OpenConnectionAsync(_disposed.Token).ConfigureAwait(false);
            _owns = await AccountLock.TryTakeAsync(session, options, _disposed.Token).ConfigureAwait(false);
            if (_owns)
                _session = session;
            else
                await session.DisposeAsync().ConfigureAwait(false);
        }
        catch (NpgsqlException)
        {
            // The server is not available. The next attempt follows, and commits report the failure.
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
            if (IsOpen(session))
                await AccountLock.ReleaseAsync(session, options).ConfigureAwait(false);
        }
        catch (NpgsqlException)
        {
            // The session has ended, and its lock with it.
        }
        await session.DisposeAsync().ConfigureAwait(false);
    }

    // A command on a broken connection throws another exception than those of the server.
    private static bool IsOpen(NpgsqlConnection? session) => session?.FullState.HasFlag(ConnectionState.Open) == true;
}
