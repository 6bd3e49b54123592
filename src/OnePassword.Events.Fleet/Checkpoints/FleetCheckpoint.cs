using Npgsql;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.State;
using OnePassword.Events.Fleet.Accounts;
using OnePassword.Events.PostgreSql;

namespace OnePassword.Events.Fleet.Checkpoints;

/// <summary>The checkpoint of a feed of the fleet, which a node may be following.</summary>
internal sealed class FleetCheckpoint
{
    private const int Attempts = 5; // The node of the feed can take it back between two statements.

    private readonly Account _account;
    private readonly FollowOutput _output;
    private readonly FollowPlan _plan;
    private readonly PostgreSqlOutput _fleet;
    private readonly NpgsqlDataSource _database;
    private readonly CliContext _cli;

    private FleetCheckpoint(
        string name, FollowOutput output, FollowPlan plan, PostgreSqlOutput fleet, NpgsqlDataSource database, CliContext cli) =>
        (Name, _account, _output, _plan, _fleet, _database, _cli) =
        (name, plan.Accounts.Single().Account, output, plan, fleet, database, cli);

    public string Name { get; }

    private bool IsInFleet => !_output.HasCheckpoints || _output.Equals(_fleet);

    /// <exception cref="CliException">The fleet has no such feed.</exception>
    public static async Task<FleetCheckpoint> FindAsync(
        string name, PostgreSqlOutput fleet, NpgsqlDataSource database, CliContext cli, CancellationToken cancellationToken)
    {
        var table = new AccountTable(database);
        var accounts = await table.ListAsync(cancellationToken).ConfigureAwait(false);
        var candidates = accounts.Where(one => name.StartsWith($"{one.Name}-", StringComparison.OrdinalIgnoreCase));
        foreach (var account in candidates.OrderByDescending(one => one.Name.Length))
        {
            if (await table.FindAsync(account.Name, cancellationToken).ConfigureAwait(false) is not { } definition)
                continue;
            var plan = definition.Read(fleet, new KnownOutputs(), cli);
            var followed = plan.Accounts.Single();
            foreach (var (one, feed) in followed.Outputs.SelectMany(one => FeedNames.All.Select(feed => (one, feed))))
            {
                if (string.Equals(one.CheckpointName(followed.Account, feed), name, StringComparison.OrdinalIgnoreCase))
                    return new FleetCheckpoint(name, one, plan, fleet, database, cli);
            }
        }
        throw CliException.Usage(
            $"the fleet has no feed {Format.Argument(name)}. A name is an account and a feed, such as "
            + $"{accounts.Select(account => account.Name).FirstOrDefault("acme")}-{FeedNames.AuditEvents}.");
    }

    /// <summary>Changes the checkpoint, and makes the node of the account restart from it.</summary>
    /// <returns>The description of the change.</returns>
    /// <exception cref="CliException">The checkpoint does not exist, or the output cannot be used.</exception>
    public async Task<string> ChangeAsync(StateChange change, CancellationToken cancellationToken)
    {
        if (IsInFleet && !await ExistsAsync(cancellationToken).ConfigureAwait(false))
            throw OutputCheckpoints.Missing(Name); // Taking the feed would create it.
        await _output.ReadSecretsAsync(cancellationToken).ConfigureAwait(false);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var what = await TryChangeAsync(change, cancellationToken).ConfigureAwait(false);
                await new AccountTable(_database).RestartAsync(_account.Name!, cancellationToken).ConfigureAwait(false);
                return what;
            }
            catch (CheckpointException e) when (e.Reason != CheckpointFailure.TakenOver || attempt == Attempts)
            {
                throw new CliException(ExitCode.State, Failure.Of(e).Text);
            }
            catch (CheckpointException)
            {
                // The next attempt takes it again.
            }
        }
    }

    /// <summary>Removes the checkpoint, and makes the node of the account restart without it.</summary>
    /// <exception cref="CliException">The checkpoint does not exist, or is not in the database of the fleet.</exception>
    public async Task ResetAsync(CancellationToken cancellationToken)
    {
        if (!IsInFleet)
            throw CliException.Usage($"the checkpoint {Name} is in the output {_output.Title}. Use state set --since instead.");
        if (!await PostgreSqlAdministration.SetCheckpointAsync(_database, Name, checkpoint: null, cancellationToken)
            .ConfigureAwait(false))
            throw OutputCheckpoints.Missing(Name);
        await new AccountTable(_database).RestartAsync(_account.Name!, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> ExistsAsync(CancellationToken cancellationToken) =>
        await PostgreSqlAdministration.ListFollowersAsync(_database, Name, cancellationToken).ConfigureAwait(false)
            is [{ Checkpoint: not null }];

    private async Task<string> TryChangeAsync(StateChange change, CancellationToken cancellationToken)
    {
        var own = new PostgreSqlEventStore(
            _database, new() { Account = _account.Name!, Takeover = Takeover.AtOnce, Clock = _cli.Clock });
        await using (own.ConfigureAwait(false))
        {
            using var run = _output.Start(_plan.OutputContext(_cli));
            try
            {
                var store = run.StoreOf(_account) ?? own;
                var checkpoint = await store.LoadAsync(Name, cancellationToken).ConfigureAwait(false)
                    ?? throw OutputCheckpoints.Missing(Name);
                var now = _cli.Clock.GetUtcNow();
                var (changed, what) = change.Apply(new StateEntry(Name, checkpoint, Problem: null), now);
                await store.SaveAsync(Name, changed with { SavedAt = now }, cancellationToken).ConfigureAwait(false);
                return what;
            }
            finally
            {
                await run.CompleteAsync().ConfigureAwait(false);
            }
        }
    }
}
