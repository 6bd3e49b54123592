using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Follow.Status;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Follow;

/// <summary>The outputs of a run. Each is started once, also if several accounts share it.</summary>
internal sealed class FollowOutputs(FollowPlan plan, FollowStatusBoard board, CliContext cli) : IDisposable
{
    private static readonly Progress<DeliveryReport> None = new();

    private readonly Dictionary<FollowOutput, (OutputRun Run, OutputStatus? Status)> _started = [];

    /// <summary>Gets a token that is canceled when nothing can be written again in this run.</summary>
    public CancellationToken Failed => plan.OnlyToStandardOutput ? _started.Values.Single().Run.Failed : CancellationToken.None;

    /// <exception cref="CliException">An output cannot be used.</exception>
    public void Start()
    {
        foreach (var output in plan.Outputs)
        {
            var run = output.Start(plan.OutputContext(cli));
            _started.Add(output, (run, StatusOf(output, run)));
        }
    }

    /// <summary>Creates the followers of the feeds of an account, one per output.</summary>
    public IEnumerable<(FeedFollower Follower, OutputRun Output)> FollowersOf(
        FollowedAccount followed, IReadOnlyList<IEventFeed> feeds, AccountClient client, FollowContext context) =>
        from output in followed.Outputs
        let started = _started[output]
        from feed in feeds
        let account = followed.Account
        let status = board.Add(account, feed.Name, output.CheckpointPart, followed.LabelOf(output))
        let sink = started.Run.SinkOf(account, feed.Name, started.Status?.For(status) ?? None)
        let store = started.Run.StoreOf(account) ?? context.State!
        select (new FeedFollower(feed, followed, client, context, output, sink, store, status), started.Run);

    /// <summary>Reads the secrets of the outputs again.</summary>
    public void ReloadSecrets()
    {
        foreach (var (run, _) in _started.Values)
            run.ReloadSecrets();
    }

    /// <summary>Writes the end of each output.</summary>
    public async Task CompleteAsync()
    {
        foreach (var (run, _) in _started.Values)
            await run.CompleteAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        foreach (var (run, _) in _started.Values)
            run.Dispose();
    }

    private OutputStatus? StatusOf(FollowOutput output, OutputRun run)
    {
        if (output is not DestinationOutput destination || run.Delivery is not { } delivery)
            return null;
        var owners = plan.Accounts.Where(account => account.Outputs.Contains(output)).ToList();
        var status = new OutputStatus(
            output.Title, owners.Count < plan.Accounts.Count && owners.Count == 1 ? owners[0].Account.Name : null,
            destination.DeadLettersIn(plan.State), delivery, cli);
        board.Add(status);
        return status;
    }
}
