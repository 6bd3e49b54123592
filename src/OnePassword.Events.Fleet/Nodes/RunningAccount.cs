using Npgsql;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Secrets;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Fleet.Schema;
using OnePassword.Events.PostgreSql;

namespace OnePassword.Events.Fleet.Nodes;

/// <summary>An account that this node follows, until it is stopped or another process takes it.</summary>
internal sealed class RunningAccount(string name, long revision, FleetNode node, Action ended) : IAsyncDisposable
{
    // The configuration, the database or a secret can be repaired meanwhile.
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly long _started = node.Cli.Clock.GetTimestamp();
    private int _hasEnded;
    private string? _problem; // The last one that was reported.
    private Task _work = Task.CompletedTask;

    public string Name => name;

    public long Revision => revision;

    /// <summary>Gets whether the account is connecting. One whose server hangs does not count for long.</summary>
    public bool IsStarting => !node.Board.HasTried(name) && Cli.Clock.GetElapsedTime(_started) < LongestStart;

    private CliContext Cli => node.Cli;

    public void Start() => _work = Task.Run(FollowAsync);

    /// <summary>Reports that this node does not follow the account any more.</summary>
    public void Release()
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) == 0)
            ended();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task FollowAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(await ReadPlanAsync().ConfigureAwait(false)).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Any exception is reported and retried here, because the other accounts continue.
                await WaitAsync(e).ConfigureAwait(false);
            }
        }
    }

    private async Task<FollowPlan> ReadPlanAsync()
    {
        var plan = await node.Definitions.RunAsync(ReadDefinitionAsync, _stop.Token).ConfigureAwait(false);
        if (node.Options.State is null && plan.Outputs.OfType<DestinationOutput>().FirstOrDefault() is { } destination)
            throw CliException.Usage(
                $"the output {destination.Title} needs a folder for dead letters. Start the node with --state FOLDER.");
        foreach (var output in plan.Outputs)
            await output.ReadSecretsAsync(_stop.Token).ConfigureAwait(false);
        return plan;
    }

    private async Task<FollowPlan> ReadDefinitionAsync()
    {
        var definition = await node.Table.FindAsync(name, _stop.Token).ConfigureAwait(false)
            ?? throw new CliException(ExitCode.State, $"the account {name} was removed.");
        if (await PostgreSqlAdministration.IsLockedAsync(node.Database, name, _stop.Token).ConfigureAwait(false))
            throw new CliException(
                ExitCode.State,
                "op-events follow follows this account into the database of the fleet. "
                + "End it, or remove the account from the fleet.");
        return definition.Read(node.Options.Database, node.KnownOutputs, Cli) with { State = node.Options.State ?? "" };
    }

    private async Task FollowAsync(FollowPlan plan)
    {
        var followed = plan.Accounts.Single();
        node.Outputs.Start(plan);
        node.Board.Add(followed.Account);
        _problem = null;
        try
        {
            var store = new PostgreSqlEventStore(
                node.Database, new() { Account = name, Takeover = Takeover.AtOnce, Clock = Cli.Clock });
            await using (store.ConfigureAwait(false))
            {
                var context = new FollowContext(plan, store, node.Disk, new FreeSpaceFloor(plan, Cli), Cli)
                {
                    TakenOver = OnTakenOver,
                };
                var follower = new AccountFollower(followed, context, node.Outputs, node.Connector, node.Board);
                await follower.RunAsync(_stop.Token).ConfigureAwait(false);

                // Each feed has failed for good. The status shows it until an operator changes the account.
                await Task.Delay(Timeout.InfiniteTimeSpan, Cli.Clock, _stop.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            node.Board.Remove(followed.Account);
            await node.Outputs.EndAsync(plan).ConfigureAwait(false);
        }
    }

    private void OnTakenOver()
    {
        node.Counters.TakenOver();
        Release();
    }

    private async Task WaitAsync(Exception failure)
    {
        var problem = failure is NpgsqlException known ? FleetFailure.Text(known) : failure.Message;
        var account = UnreadAccount();
        node.Board.Add(account);
        node.Board.OnAccountFailed(account, problem);
        if (problem != _problem)
            Cli.Messages.Error(
                MessageEvent.AccountFailed, (failure as CliException)?.ExitCode ?? ExitCode.Output, problem, account.Source);
        _problem = problem;
        await Task.Delay(RetryInterval, Cli.Clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        node.Board.Remove(account);
    }

    // Its configuration cannot be read, so it has no token and no region.
    private Account UnreadAccount() => new(
        name, new AccountToken(new SecretSource.Given("", "the configuration"), _ => Task.FromResult(""), Cli), Region: null,
        IsV1: false, Feeds: []);
}
