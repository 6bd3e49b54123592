using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Npgsql;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Fleet.Accounts;
using OnePassword.Events.Fleet.Nodes;
using OnePassword.Events.Fleet.Schema;
using Orleans.Runtime.Placement;

namespace OnePassword.Events.Fleet.Cluster;

/// <summary>
/// Follows this node's share of the accounts: at once when a node comes or goes, and within seconds when an account changes.
/// </summary>
internal sealed class Supervisor(
    FleetNode node, IGrainFactory grains, ILocalSiloDetails silo, IClusterMembershipService membership, IFatalErrorHandler errors)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    // A short outage of the database stops all nodes, and passes. A longer one of this node alone does not.
    private static readonly TimeSpan LongestOutage = TimeSpan.FromSeconds(20);

    // Changes come in bursts: a node that ends makes room for hundreds of accounts.
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(200);

    // A start needs processor time. Hundreds at once would delay the probes of the nodes, which then count each other as dead.
    private const int MaxStarting = 32;

    private readonly ConcurrentDictionary<string, bool> _calls = new(StringComparer.Ordinal);
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly StatusReport _report = new(node);
    private readonly TaskCompletionSource _cutOff = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SupervisorLog _log = new(node.Cli.Messages);

    /// <summary>Gets a task that completes when only this node does not reach the database.</summary>
    public Task CutOff => _cutOff.Task;

    /// <summary>Gets the number of active nodes.</summary>
    public int Nodes => Ring.ActiveNodes(membership.CurrentSnapshot).Count;

    /// <summary>Gets whether the node is active and reaches the database.</summary>
    public bool IsReady => node.Contact.Silence < 3 * Interval
        && Ring.ActiveNodes(membership.CurrentSnapshot).Contains(silo.SiloAddress);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var watching = WatchAsync(stoppingToken);
        try
        {
            while (true)
            {
                await TickAsync(stoppingToken).ConfigureAwait(false);
                using var wait = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                wait.CancelAfter(Interval);
                Task change = _changes.Reader.ReadAsync(wait.Token).AsTask();
                await change.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await Task.Delay(ShortestInterval, node.Cli.Clock, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node ends.
        }
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in membership.MembershipUpdates.WithCancellation(cancellationToken).ConfigureAwait(false))
            _changes.Writer.TryWrite(true);
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        var start = node.Cli.Clock.GetTimestamp();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(CallTimeout);
        try
        {
            var accounts = await node.Table.ListAsync(timeout.Token).ConfigureAwait(false);
            node.Contact.Replied();
            if (await IsDeadAsync(timeout.Token).ConfigureAwait(false))
                errors.OnFatalException(this, "The membership has this node as dead.");
            _log.Reachable();
            Assign(accounts);
            await ReportAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Any failure is reported, and the next tick tries again: the accounts of this node depend on it.
            _log.Unreachable(e);
            node.Contact.Failed(start);
            if (node.Contact.Outage >= LongestOutage && await ReachesOtherNodeAsync(cancellationToken).ConfigureAwait(false))
                _cutOff.TrySetResult();
        }
    }

    // A node that hung does not know it yet, and would take its accounts back.
    private async Task<bool> IsDeadAsync(CancellationToken cancellationToken) => await node.Database.ScalarAsync(
        "SELECT status FROM op_events_cluster.node WHERE address = $1 AND port = $2 AND generation = $3",
        [silo.SiloAddress.Endpoint.Address.ToString(), silo.SiloAddress.Endpoint.Port, silo.SiloAddress.Generation],
        cancellationToken).ConfigureAwait(false) is (int)SiloStatus.Dead;

    // A failure does not affect the accounts.
    private async Task ReportAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _report.WriteAsync(cancellationToken).ConfigureAwait(false);
            _log.StatusWritten();
        }
        catch (NpgsqlException e)
        {
            _log.StatusFailed(e);
        }
    }

    private void Assign(IReadOnlyList<FleetAccount> accounts)
    {
        var snapshot = membership.CurrentSnapshot;
        var nodes = Ring.ActiveNodes(snapshot);
        _log.Nodes(nodes, accounts.Count);
        var own = accounts.Where(account => !account.IsPaused && silo.SiloAddress.Equals(Ring.OwnerOf(account.Name, nodes)))
            .ToDictionary(account => account.Name, account => account.Revision, StringComparer.Ordinal);
        var free = MaxStarting - _calls.Count - node.Running.Values.Count(running => running.IsStarting);
        foreach (var (name, revision) in own)
        {
            if (node.Running.TryGetValue(name, out var running) && running.Revision == revision)
                continue;
            if (free <= 0)
            {
                _changes.Writer.TryWrite(true); // The next ones follow soon.
                break;
            }
            if (_calls.TryAdd(name, true))
            {
                free--;
                _ = FollowAsync(name, snapshot.Version.Value, revision);
            }
        }
        foreach (var (name, running) in node.Running)
        {
            if (!own.ContainsKey(name))
                running.Release();
        }
    }

    // A node that hangs holds up only the accounts that are still there, and not for long.
    private async Task FollowAsync(string name, long view, long revision)
    {
        try
        {
            await grains.GetGrain<IAccountGrain>(name).FollowAsync(silo.SiloAddress, view, revision)
                .WaitAsync(Interval, node.Cli.Clock).ConfigureAwait(false); // The next tick calls again.
            if (!node.Running.ContainsKey(name))
                _changes.Writer.TryWrite(true); // Another node makes room.
        }
        catch (Exception e) when (e is OrleansException or TimeoutException or OperationCanceledException)
        {
            node.Cli.Messages.Write(new Message(
                MessageLevel.Debug, MessageLog.NameOf(MessageEvent.AccountRetried), $"{name} cannot start now: {e.Message}"));
        }
        finally
        {
            _calls.TryRemove(name, out _);
        }
    }

    private async Task<bool> ReachesOtherNodeAsync(CancellationToken cancellationToken)
    {
        var others = Ring.ActiveNodes(membership.CurrentSnapshot).Where(one => !one.Equals(silo.SiloAddress));
        var silences = await Task.WhenAll(others.Select(other => SilenceOfAsync(other, cancellationToken))).ConfigureAwait(false);
        return silences.Any(silence => silence < LongestOutage / 2);
    }

    private async Task<TimeSpan?> SilenceOfAsync(SiloAddress other, CancellationToken cancellationToken)
    {
        RequestContext.Set(IPlacementDirector.PlacementHintKey, other);
        try
        {
            return await grains.GetGrain<INodeGrain>(Guid.NewGuid()).DatabaseSilenceAsync(other)
                .WaitAsync(Interval, node.Cli.Clock, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            return null; // Another node may reply.
        }
    }
}
