using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Follow.Status;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow;

/// <summary>
/// Runs a plan until it is interrupted or every feed has ended. A failing account or feed does not stop the others.
/// </summary>
internal sealed class FollowSession(FollowPlan plan, CliContext cli) : IDisposable
{
    private readonly FollowStatusBoard _board = new(cli);
    private readonly AccountConnector _connector = new(cli);
    private readonly ConcurrencyLimiter _disk = ConcurrencyLimiter.OfDisk(cli.Clock);

    public async Task<int> RunAsync(CancellationToken interruption)
    {
        foreach (var followed in plan.Accounts)
            _board.Add(followed.Account);
        using var outputs = new FollowOutputs(_board, cli);
        outputs.Start(plan);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(interruption, outputs.FailedOf(plan));
        using var state = plan.NeedsState ? OpenState() : null;
        var context = new FollowContext(plan, state, _disk, new FreeSpaceFloor(plan, cli), cli);
        var endpoint = await StatusEndpoint.StartAsync(plan.Listen, new FollowPages(_board), cli, stop.Token)
            .ConfigureAwait(false);
        await using (endpoint.ConfigureAwait(false))
        {
            using var reload = cli.OnReload(() => Reload(outputs));
            var service = new ServiceStart(_board, cli);
            using var stopping = stop.Token.Register(service.Stopping);
            _board.AccountChanged = service.Changed;
            var accounts = Task.WhenAll(plan.Accounts.Select(
                account => new AccountFollower(account, context, outputs, _connector, _board).RunAsync(stop.Token)));
            service.Started();
            var silence = _board.WatchSilenceAsync(plan.Silence.Interval, stop.Token);
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
            await outputs.EndAsync(plan).ConfigureAwait(false);
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
}
