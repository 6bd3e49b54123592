using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Follow.Status;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Pipeline;

namespace OnePassword.Events.Cli.Follow;

/// <summary>
/// Runs a plan until it is interrupted or every feed has ended. A failing account or feed does not stop the others.
/// </summary>
internal sealed class FollowSession(FollowPlan plan, CliContext cli) : IDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);

    private readonly FollowStatusBoard _board = new([.. plan.Accounts.Select(one => one.Account)], plan.Silence, cli);
    private readonly AccountConnector _connector = new(cli);
    private readonly ConcurrencyLimiter _disk = ConcurrencyLimiter.OfDisk(cli.Clock);

    public async Task<int> RunAsync(CancellationToken interruption)
    {
        using var outputs = new FollowOutputs(plan, _board, cli);
        outputs.Start();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(interruption, outputs.Failed);
        using var state = plan.NeedsState ? OpenState() : null;
        var context = new FollowContext(plan, state, _disk, new FreeSpaceFloor(plan, cli), cli);
        var endpoint = await StatusEndpoint.StartAsync(plan.Listen, _board, cli, stop.Token).ConfigureAwait(false);
        await using (endpoint.ConfigureAwait(false))
        {
            using var reload = cli.OnReload(() => Reload(outputs));
            var service = new ServiceStart(_board, cli);
            using var stopping = stop.Token.Register(service.Stopping);
            _board.AccountChanged = service.Changed;
            var accounts = Task.WhenAll(plan.Accounts.Select(account => FollowAsync(account, outputs, context, stop.Token)));
            service.Started();
            var silence = _board.WatchSilenceAsync(stop.Token);
            var linesAreShown = plan.Outputs.Any(output => output is StdoutOutput) && cli.Columns is not null;
            try
            {
                if (!linesAreShown)
                    await FollowView.ShowUntilAsync(accounts, _board, cli).ConfigureAwait(false);
            }
            catch
            {
                // The terminal failed. The accounts end before what they use is disposed of.
                await stop.CancelAsync().ConfigureAwait(false);
                await ((Task)accounts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw;
            }
            var failures = await accounts.ConfigureAwait(false);
            await stop.CancelAsync().ConfigureAwait(false);
            await silence.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            FollowSummary.Write(_board, cli);
            await outputs.CompleteAsync().ConfigureAwait(false);
            return failures.SelectMany(codes => codes).DefaultIfEmpty(interruption.IsCancellationRequested
                && plan.Once ? ExitCode.Interrupted : ExitCode.Success).Min();
        }
    }

    public void Dispose()
    {
        _connector.Dispose();
        _disk.Dispose();
        _board.Dispose();
    }

    private FileCheckpointStore OpenState()
    {
        try
        {
            return FileCheckpointStore.Open(plan.State);
        }
        catch (CheckpointException e)
        {
            throw new CliException(ExitCode.State, Failure.Of(e).Text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.State, $"the state folder {plan.State} cannot be used: {e.Message}");
        }
    }

    private void Reload(FollowOutputs outputs)
    {
        foreach (var followed in plan.Accounts)
            followed.Account.Token.Forget();
        outputs.ReloadSecrets();
        plan.Listen?.Token?.Forget();
        var accounts = string.Join(", ", plan.Accounts.Select(followed => followed.Account.Title));
        var titles = plan.Outputs.Where(output => output.HasChangeableSecret).Select(output => output.Title)
            .Distinct(StringComparer.Ordinal).ToList();
        var secrets = titles.Count switch
        {
            0 => "",
            1 => $", and the secrets of the output {titles[0]}",
            _ => $", and the secrets of the outputs {string.Join(", ", titles)}",
        };
        cli.Messages.Information(MessageEvent.TokensReloaded, $"Reloading the tokens of {accounts}{secrets}.");
    }

    // Returns the exit codes of the feeds that failed.
    private async Task<IReadOnlyList<int>> FollowAsync(
        FollowedAccount followed, FollowOutputs outputs, FollowContext context, CancellationToken cancellationToken)
    {
        var account = followed.Account;
        try
        {
            var (client, feeds) = await ConnectAsync(account, cancellationToken).ConfigureAwait(false);
            using (client)
            {
                feeds.ReportUnreadable(account, cli);
                var followers = outputs.FollowersOf(followed, feeds.Readable, client, context).ToList();
                var running = Task.WhenAll(followers.Select(one => FollowAsync(one.Follower, one.Output, cancellationToken)));
                _board.OnAccountConnected(account);
                return [.. (await running.ConfigureAwait(false)).OfType<int>(), .. feeds.ExitCodes];
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return [];
        }
        catch (Exception e) when (e is CliException or EventsException || !cancellationToken.IsCancellationRequested)
        {
            // Any other exception is reported here too, because the other accounts continue.
            var failure = Failure.Of(e, account.Source);
            _board.OnAccountFailed(account, failure.Text);
            cli.Messages.Error(MessageEvent.AccountFailed, failure.ExitCode, failure.Text, failure.Source);
            return [failure.ExitCode];
        }
    }

    private static async Task<int?> FollowAsync(FeedFollower follower, OutputRun output, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, output.Failed);
        using (follower)
        {
            try
            {
                var code = await follower.RunAsync(stop.Token).ConfigureAwait(false);
                // A failure caused by the interruption does not count.
                return stop.IsCancellationRequested ? null : code;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Caught here, so that the exit codes of the other feeds are not lost.
                return !cancellationToken.IsCancellationRequested && output.Failure is { } failure
                    ? follower.Fail(failure)
                    : null;
            }
        }
    }

    private async Task<(AccountClient Client, FeedSelection Feeds)> ConnectAsync(
        Account account, CancellationToken cancellationToken)
    {
        var wait = FirstRetry;
        var retries = new RetryLog(MessageEvent.AccountRetried, MessageEvent.AccountRecovered, cli);
        while (true)
        {
            try
            {
                var connected = await _connector.OpenAsync(account, cancellationToken).ConfigureAwait(false);
                retries.Succeed(account.Source);
                return connected;
            }
            catch (Exception e) when (!plan.Once && !cancellationToken.IsCancellationRequested)
            {
                account.Token.Forget();
                _board.OnAccountFailed(account, Failure.Of(e, account.Source).Text);
                retries.Retry(e, account.Source, wait);
                await Task.Delay(wait, cli.Clock, cancellationToken).ConfigureAwait(false);
                wait = Backoff.Next(wait, FollowPlan.Defaults.MaxBackoff);
            }
        }
    }
}
