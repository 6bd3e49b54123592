using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow;

/// <summary>Runs a plan: accounts and feeds side by side, none stopped by another's failure, until it is interrupted or all are done.</summary>
internal sealed class FollowSession(FollowPlan plan, CliContext io) : IDisposable
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private readonly FollowStatusBoard _board = new(io, plan.Silence);
    private readonly SharedOutput _standardOutput = new(io.Output, plan.Output.Gzip);
    private readonly CancellationTokenSource _broken = new();
    private readonly AccountConnector _connections = new(io);
    private readonly ConcurrencyLimiter _disk = ConcurrencyLimiter.OfDisk(io.Clock);
    private string? _lost;

    public async Task<int> RunAsync(CancellationToken interruption)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(interruption, _broken.Token);
        using var store = OpenStore();
        var endpoint = await StatusEndpoint.StartAsync(plan.Listen, _board, io, ending.Token).ConfigureAwait(false);
        await using (endpoint.ConfigureAwait(false))
        {
            using var reload = io.OnReload(ReadTokensAnew);
            var accounts = Task.WhenAll(plan.Accounts.Select(account => FollowAsync(account, store, ending.Token)));
            var watch = _board.WatchSilenceAsync(ending.Token);
            var failures = await accounts.ConfigureAwait(false);
            await ending.CancelAsync().ConfigureAwait(false);
            await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await CompleteAsync().ConfigureAwait(false);
            await SummariseAsync().ConfigureAwait(false);
            if (_lost is not null)
                throw new CliException(ExitCode.Output, $"the output cannot be written: {_lost}");
            return failures.SelectMany(codes => codes).DefaultIfEmpty(interruption.IsCancellationRequested && plan.Once ? ExitCode.Interrupted : ExitCode.Done).Min();
        }
    }

    public void Dispose()
    {
        _standardOutput.Dispose();
        _broken.Dispose();
        _connections.Dispose();
        _disk.Dispose();
    }

    private FileCheckpointStore OpenStore()
    {
        try
        {
            return FileCheckpointStore.Open(plan.State);
        }
        catch (Exception e) when (e is CheckpointException or IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.State, e is CheckpointException ? e.Message : $"the state folder {plan.State} cannot be used: {e.Message}");
        }
    }

    private void ReadTokensAnew()
    {
        foreach (var account in plan.Accounts)
            account.Token.Forget();
        io.Error.WriteLine($"The tokens of {string.Join(", ", plan.Accounts.Select(account => account.Title))} are read again.");
    }

    // The exit codes of what has failed for good; none for what was interrupted.
    private async Task<IReadOnlyList<int>> FollowAsync(Account account, FileCheckpointStore store, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = await ConnectAsync(account, cancellationToken).ConfigureAwait(false);
            foreach (var feed in connection.Unreadable)
                await io.Error.WriteLineAsync($"op-events: {account.NameOf(feed)}: the token lacks this feature; issue one that has it.").ConfigureAwait(false);
            var codes = await Task.WhenAll(connection.Feeds.Select(feed => FollowAsync(FeedOf(account, connection, feed, store), cancellationToken))).ConfigureAwait(false);
            return [.. codes.OfType<int>(), .. connection.Unreadable.Select(_ => ExitCode.Token)];
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return [];
        }
        catch (Exception e) when (e is CliException or EventsException || !cancellationToken.IsCancellationRequested)
        {
            // Whatever it is: it is told here, where the other accounts go on, or by nobody.
            _board.AccountFails(account, e.Message);
            await io.Error.WriteLineAsync($"op-events: {account.Title}: {e.Message}").ConfigureAwait(false);
            return [e switch { EventsException failure => ExitCode.Of(failure), CliException failure => failure.ExitCode, _ => ExitCode.Server }];
        }
    }

    private static async Task<int?> FollowAsync(FeedFollower feed, CancellationToken cancellationToken)
    {
        using (feed)
        {
            try
            {
                var code = await feed.RunAsync(cancellationToken).ConfigureAwait(false);
                return cancellationToken.IsCancellationRequested ? null : code; // What would have been retried is no failure once it is interrupted.
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return null; // Caught here, so that the codes of its siblings are not lost with it.
            }
        }
    }

    private async Task<AccountConnection> ConnectAsync(Account account, CancellationToken cancellationToken)
    {
        var wait = FirstWait;
        while (true)
        {
            try
            {
                var connection = await _connections.OpenAsync(account, cancellationToken).ConfigureAwait(false);
                _board.AccountWorks(account);
                return connection;
            }
            catch (Exception e) when (!plan.Once && !cancellationToken.IsCancellationRequested)
            {
                account.Token.Forget();
                _board.AccountFails(account, e.Message);
                await io.Error.WriteLineAsync($"{account.Title}: {e.Message} Again in {Duration.Text(wait)}.").ConfigureAwait(false);
                await Task.Delay(wait, io.Clock, cancellationToken).ConfigureAwait(false);
                wait = 2 * wait < LongestWait ? 2 * wait : LongestWait;
            }
        }
    }

    private FeedFollower FeedOf(Account account, AccountConnection connection, IEventFeed feed, FileCheckpointStore store)
    {
        var envelope = plan.Output.Envelope ? new FollowEnvelope(account.Name, feed.Name, connection.Region.BaseAddress.Authority) : null;
        IFollowSink sink = plan.Output.Folder is { } folder
            ? plan.Files(folder, account, feed.Name, io)
            : new StandardOutputSink(_standardOutput, Lose, io.Clock);
        var status = _board.Add(account, feed.Name);
        return new FeedFollower(feed, plan.Options(account, feed.Name), store, sink, new FollowLines(envelope), connection.ClockOffset, status, account.Token, _disk, io, plan.Once);
    }

    // The end of what is compressed. A reader that takes nothing any more is not waited for.
    private async Task CompleteAsync()
    {
        if (!plan.Output.ToStandardOutput || _lost is not null)
            return;
        try
        {
            await _standardOutput.CompleteAsync(CancellationToken.None).AsTask().WaitAsync(StandardOutputSink.Grace, io.Clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // What was not taken is not committed either.
        }
        catch (IOException e)
        {
            _lost = e.Message;
        }
    }

    private void Lose(IOException e)
    {
        _lost = e.Message;
        _broken.Cancel();
    }

    private async Task SummariseAsync()
    {
        foreach (var feed in _board.Feeds)
        {
            var last = feed.LastEventTime is { } time ? $", up to {time}" : "";
            var dropped = feed.Duplicates > 0 ? $", {Format.Count(feed.Duplicates, "repeated event")} dropped" : "";
            await io.Error.WriteLineAsync($"{feed.Name}: {Format.Count(feed.Events, "event")} on {Format.Count(feed.Pages, "page")}{last}{dropped}").ConfigureAwait(false);
        }
    }
}
