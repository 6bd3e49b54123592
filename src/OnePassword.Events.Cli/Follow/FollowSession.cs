using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Pipeline;

namespace OnePassword.Events.Cli.Follow;

/// <summary>
/// Runs a plan until it is interrupted or every feed has ended. A failing account or feed does not stop the others.
/// </summary>
internal sealed class FollowSession(FollowPlan plan, CliContext cli) : IDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);

    private readonly FollowStatusBoard _board = new(cli, plan.Silence);
    private readonly StandardOutputPipe? _standardOutput =
        plan.Output.ToStandardOutput ? new StandardOutputPipe(plan.Output, cli) : null;
    private readonly AccountConnector _connector = new(cli);
    private readonly ConcurrencyLimiter _disk = ConcurrencyLimiter.OfDisk(cli.Clock);

    public async Task<int> RunAsync(CancellationToken interruption)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            interruption, _standardOutput?.Failed ?? CancellationToken.None);
        using var store = OpenStore();
        var context = new FollowContext(plan, store, _disk, new FreeSpaceFloor(plan, cli), cli);
        var endpoint = await StatusEndpoint.StartAsync(plan.Listen, _board, cli, stop.Token).ConfigureAwait(false);
        await using (endpoint.ConfigureAwait(false))
        {
            using var reload = cli.OnReload(ReloadTokens);
            var accounts = Task.WhenAll(plan.Accounts.Select(account => FollowAsync(account, context, stop.Token)));
            var silence = _board.WatchSilenceAsync(stop.Token);
            var failures = await accounts.ConfigureAwait(false);
            await stop.CancelAsync().ConfigureAwait(false);
            await silence.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            WriteSummary();
            if (_standardOutput is not null)
                await _standardOutput.CompleteAsync().ConfigureAwait(false);
            return failures.SelectMany(codes => codes).DefaultIfEmpty(interruption.IsCancellationRequested
                && plan.Once ? ExitCode.Interrupted : ExitCode.Success).Min();
        }
    }

    public void Dispose()
    {
        _standardOutput?.Dispose();
        _connector.Dispose();
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
            throw new CliException(
                ExitCode.State,
                e is CheckpointException ? Format.Message(e) : $"the state folder {plan.State} cannot be used: {e.Message}");
        }
    }

    private void ReloadTokens()
    {
        foreach (var followed in plan.Accounts)
            followed.Account.Token.Forget();
        cli.Messages.Information(
            MessageEvent.TokensReloaded,
            $"Reloading the tokens of {string.Join(", ", plan.Accounts.Select(followed => followed.Account.Title))}.");
    }

    // Returns the exit codes of the feeds that failed.
    private async Task<IReadOnlyList<int>> FollowAsync(
        FollowedAccount followed, FollowContext context, CancellationToken cancellationToken)
    {
        var account = followed.Account;
        try
        {
            var (client, feeds) = await ConnectAsync(account, cancellationToken).ConfigureAwait(false);
            using (client)
            {
                feeds.ReportUnreadable(account, cli);
                var codes = await Task.WhenAll(
                    feeds.Readable.Select(
                        feed =>
                            FollowAsync(FollowerOf(feed, followed, client, context), cancellationToken))).ConfigureAwait(false);
                return [.. codes.OfType<int>(), .. feeds.ExitCodes];
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return [];
        }
        catch (Exception e) when (e is CliException or EventsException || !cancellationToken.IsCancellationRequested)
        {
            // Any other exception is reported here too, because the other accounts continue.
            _board.OnAccountFailed(account, e.Message);
            cli.Messages.Error(MessageEvent.AccountFailed, ExitCode.Of(e), e.Message, account.Source);
            return [ExitCode.Of(e)];
        }
    }

    private static async Task<int?> FollowAsync(FeedFollower follower, CancellationToken cancellationToken)
    {
        using (follower)
        {
            try
            {
                var code = await follower.RunAsync(cancellationToken).ConfigureAwait(false);
                // A failure caused by the interruption does not count.
                return cancellationToken.IsCancellationRequested ? null : code;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return null; // Caught here, so that the exit codes of the other feeds are not lost.
            }
        }
    }

    private async Task<(AccountClient Client, FeedSelection Feeds)> ConnectAsync(
        Account account, CancellationToken cancellationToken)
    {
        var wait = FirstRetry;
        while (true)
        {
            try
            {
                var connected = await _connector.OpenAsync(account, cancellationToken).ConfigureAwait(false);
                _board.OnAccountConnected(account);
                return connected;
            }
            catch (Exception e) when (!plan.Once && !cancellationToken.IsCancellationRequested)
            {
                account.Token.Forget();
                _board.OnAccountFailed(account, e.Message);
                cli.Messages.Warning(
                    MessageEvent.AccountRetried, $"{e.Message} Retrying in {Duration.Format(wait)}.", account.Source);
                await Task.Delay(wait, cli.Clock, cancellationToken).ConfigureAwait(false);
                wait = Backoff.Next(wait, FollowPlan.Defaults.MaxBackoff);
            }
        }
    }

    private FeedFollower FollowerOf(IEventFeed feed, FollowedAccount followed, AccountClient client, FollowContext context)
    {
        var account = followed.Account;
        var envelope = plan.Output.Envelope
            ? new Envelope(feed.Name, new Envelope.EventSource(account.Name, client.Region.BaseAddress.Authority))
            : null;
        IFollowSink sink = plan.Output.Folder is { } folder
            ? plan.FilesOf(folder, account, client, feed.Name, cli)
            : new StandardOutputSink(_standardOutput!);
        return new FeedFollower(
            feed, followed, client.ClockOffset, context, sink, new LineFormatter(envelope), _board.Add(account, feed.Name));
    }

    private void WriteSummary()
    {
        foreach (var (followed, feed) in _board.Feeds.Select(feed => (feed, feed.Status)))
        {
            if (feed is { HasEnded: true, Failure: not null, Pages: 0 })
                continue; // The failure says it all.
            var last = feed.LastEventTime is { } time ? $", last at {time}" : "";
            var duplicates = feed.Duplicates > 0 ? $", {Format.Count(feed.Duplicates, "duplicate")} dropped" : "";
            var counts = $"{Format.Count(feed.Events, "event")} on {Format.Count(feed.Pages, "page")}";
            cli.Messages.Information(MessageEvent.FeedSummary, $"{counts}{last}{duplicates}", followed.Source);
        }
    }
}
