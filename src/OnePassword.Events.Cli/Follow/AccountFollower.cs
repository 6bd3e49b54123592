using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Follow.Status;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Pipeline;

namespace OnePassword.Events.Cli.Follow;

/// <summary>Follows the feeds of one account. A failing feed does not stop the others.</summary>
/// <param name="followed">The account.</param>
/// <param name="context">The objects that all feeds share.</param>
/// <param name="outputs">The started outputs.</param>
/// <param name="connector">Connects the account.</param>
/// <param name="board">The status.</param>
internal sealed class AccountFollower(
    FollowedAccount followed, FollowContext context, FollowOutputs outputs, AccountConnector connector, FollowStatusBoard board)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);

    private Account Account => followed.Account;

    private CliContext Cli => context.Cli;

    /// <summary>Follows the account until it is canceled or each feed has ended.</summary>
    /// <returns>The exit codes of the feeds that failed.</returns>
    public async Task<IReadOnlyList<int>> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (client, feeds) = await ConnectAsync(cancellationToken).ConfigureAwait(false);
            using (client)
            {
                feeds.ReportUnreadable(Account, Cli);
                var followers = outputs.FollowersOf(followed, feeds.Readable, client, context).ToList();
                var running = Task.WhenAll(followers.Select(one => FollowAsync(one.Follower, one.Output, cancellationToken)));
                board.OnAccountConnected(Account);
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
            var failure = Failure.Of(e, Account.Source);
            board.OnAccountFailed(Account, failure.Text);
            Cli.Messages.Error(MessageEvent.AccountFailed, failure.ExitCode, failure.Text, failure.Source);
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

    private async Task<(AccountClient Client, FeedSelection Feeds)> ConnectAsync(CancellationToken cancellationToken)
    {
        var wait = FirstRetry;
        var retries = new RetryLog(MessageEvent.AccountRetried, MessageEvent.AccountRecovered, Cli);
        while (true)
        {
            try
            {
                var connected = await connector.OpenAsync(Account, cancellationToken).ConfigureAwait(false);
                retries.Succeed(Account.Source);
                return connected;
            }
            catch (Exception e) when (!context.Plan.Once && !cancellationToken.IsCancellationRequested)
            {
                Account.Token.Forget();
                board.OnAccountFailed(Account, Failure.Of(e, Account.Source).Text);
                retries.Retry(e, Account.Source, wait);
                await Task.Delay(wait, Cli.Clock, cancellationToken).ConfigureAwait(false);
                wait = Backoff.Next(wait, FollowPlan.Defaults.MaxBackoff);
            }
        }
    }
}
