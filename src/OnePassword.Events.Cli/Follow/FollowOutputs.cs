using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Follow.Status;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Follow;

/// <summary>The outputs of a process. Plans share an output: it starts with the first of them and ends with the last.</summary>
internal sealed class FollowOutputs(FollowStatusBoard board, CliContext cli) : IDisposable
{
    private static readonly Progress<DeliveryReport> None = new();

    private readonly Lock _lock = new();
    private readonly Dictionary<FollowOutput, Started> _started = [];

    /// <summary>Starts the outputs of a plan, as far as they are not started.</summary>
    /// <exception cref="CliException">An output cannot be used.</exception>
    public void Start(FollowPlan plan)
    {
        lock (_lock)
        {
            var added = new List<KeyValuePair<FollowOutput, Started>>();
            try
            {
                foreach (var output in plan.Outputs.Where(output => !_started.ContainsKey(output)))
                {
                    var run = output.Start(plan.OutputContext(cli));
                    added.Add(new(output, new Started(run, StatusOf(output, run, plan))));
                }
            }
            catch
            {
                foreach (var (_, started) in added)
                    End(started);
                throw;
            }
            foreach (var (output, started) in added)
                _started.Add(output, started);
            foreach (var output in plan.Outputs)
                _started[output].Plans++;
        }
    }

    /// <summary>Ends the outputs that no other plan has. A failure of one does not keep the others from ending.</summary>
    public Task EndAsync(FollowPlan plan) => Task.WhenAll(plan.Outputs.Select(output => EndAsync(output, plan)));

    /// <summary>Returns a token that is canceled when nothing can be written again in this run.</summary>
    public CancellationToken FailedOf(FollowPlan plan) =>
        plan.OnlyToStandardOutput ? RunOf(plan.Outputs.Single()).Failed : CancellationToken.None;

    /// <summary>Creates the followers of the feeds of an account, one per output.</summary>
    public IEnumerable<(FeedFollower Follower, OutputRun Output)> FollowersOf(
        FollowedAccount followed, IReadOnlyList<IEventFeed> feeds, AccountClient client, FollowContext context)
    {
        foreach (var output in followed.Outputs)
        {
            var started = StartedOf(output);
            foreach (var feed in feeds)
            {
                var status = new FeedStatus(followed.Account, feed.Name, output.CheckpointPart, cli)
                {
                    Output = followed.LabelOf(output),
                    Silence = context.Plan.Silence,
                };
                board.Add(status);
                var sink = started.Run.SinkOf(followed.Account, feed.Name, started.Status?.For(status) ?? None);
                var store = started.Run.StoreOf(followed.Account) ?? context.State!;
                yield return (new FeedFollower(feed, followed, client, context, output, sink, store, status), started.Run);
            }
        }
    }

    /// <summary>Reads the secrets of the outputs again.</summary>
    public void ReloadSecrets()
    {
        lock (_lock)
        {
            foreach (var started in _started.Values)
                started.Run.ReloadSecrets();
        }
    }

    public void Dispose()
    {
        foreach (var started in _started.Values)
            End(started);
        _started.Clear();
    }

    private async Task EndAsync(FollowOutput output, FollowPlan plan)
    {
        var started = StartedOf(output);
        try
        {
            foreach (var followed in plan.Accounts)
                await started.Run.ReleaseAsync(followed.Account).ConfigureAwait(false);
        }
        finally
        {
            if (IsLast(output, started))
            {
                try
                {
                    await started.Run.CompleteAsync().ConfigureAwait(false);
                }
                finally
                {
                    End(started);
                }
            }
        }
    }

    private bool IsLast(FollowOutput output, Started started)
    {
        lock (_lock)
            return --started.Plans == 0 && _started.Remove(output);
    }

    private OutputRun RunOf(FollowOutput output) => StartedOf(output).Run;

    private Started StartedOf(FollowOutput output)
    {
        lock (_lock)
            return _started[output];
    }

    private void End(Started started)
    {
        if (started.Status is { } status)
            board.Remove(status);
        started.Run.Dispose();
    }

    private OutputStatus? StatusOf(FollowOutput output, OutputRun run, FollowPlan plan)
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

    private sealed class Started(OutputRun run, OutputStatus? status)
    {
        public OutputRun Run => run;

        public OutputStatus? Status => status;

        /// <summary>Gets or sets the number of plans that have the output.</summary>
        public int Plans { get; set; }
    }
}
