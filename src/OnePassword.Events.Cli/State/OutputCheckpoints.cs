using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.State;

/// <summary>The checkpoints of the outputs that have their own, such as a database.</summary>
internal sealed class OutputCheckpoints(FollowPlan plan, CliContext cli)
{
    private readonly IReadOnlyList<(string Name, Account Account, string Feed, EventStoreOutput Output)> _all =
    [
        .. from followed in plan.Accounts
           from output in followed.Outputs.OfType<EventStoreOutput>()
           let account = followed.Account
           from feed in account.Feeds.Count > 0 ? account.Feeds : FeedNames.All
           select (output.CheckpointName(account, feed), account, feed, output),
    ];

    /// <summary>Gets their names, also of feeds that were never followed.</summary>
    public IReadOnlyList<string> Names => [.. _all.Select(one => one.Name)];

    /// <summary>Returns the named checkpoints that exist. The feeds stay with the process that follows them.</summary>
    /// <exception cref="CliException">An output cannot be used.</exception>
    public async Task<IReadOnlyList<StateEntry>> ReadAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var entries = new List<StateEntry>();
        foreach (var (name, account, feed, output) in _all.Where(one => names.Contains(one.Name, StringComparer.Ordinal)))
        {
            await output.ReadSecretsAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                if (await output.PeekAsync(account, feed, cancellationToken).ConfigureAwait(false) is { } checkpoint)
                    entries.Add(new StateEntry(name, checkpoint, Problem: null));
            }
            catch (CheckpointException e)
            {
                entries.Add(new StateEntry(name, null, Failure.Of(e, remedy: output.RemedyOf(e.Reason)).Text));
            }
        }
        return entries;
    }

    /// <summary>Returns the failure for a checkpoint that was never saved.</summary>
    public static CliException Missing(string name) => new(ExitCode.State, $"the checkpoint {name} does not exist yet.");

    /// <summary>Returns a warning that a change ends a process that follows the feed; empty if it does not.</summary>
    public string WarningOf(string name) => _all.First(one => one.Name == name).Output.WaitsToTakeOver
        ? ""
        : "A running op-events follow stops following this feed and does not resume it, so end it first. ";

    /// <summary>Takes the feed of a checkpoint, and changes it.</summary>
    /// <returns>The description of the change.</returns>
    /// <exception cref="CliException">The output cannot be used, or another process follows the feed.</exception>
    public async Task<string> ChangeAsync(string name, StateChange change, CancellationToken cancellationToken)
    {
        var (_, account, _, output) = _all.First(one => one.Name == name);
        await output.ReadSecretsAsync(cancellationToken).ConfigureAwait(false);
        using var run = output.Start((plan with { Once = true }).OutputContext(cli));
        try
        {
            var store = run.StoreOf(account)!;
            var checkpoint = await store.LoadAsync(name, cancellationToken).ConfigureAwait(false) ?? throw Missing(name);
            var now = cli.Clock.GetUtcNow();
            var (changed, what) = change.Apply(new StateEntry(name, checkpoint, Problem: null), now);
            await store.SaveAsync(name, changed with { SavedAt = now }, cancellationToken).ConfigureAwait(false);
            return what;
        }
        catch (CheckpointException e)
        {
            throw new CliException(ExitCode.State, Failure.Of(e, remedy: output.RemedyOf(e.Reason)).Text);
        }
        finally
        {
            await run.CompleteAsync().ConfigureAwait(false);
        }
    }
}
