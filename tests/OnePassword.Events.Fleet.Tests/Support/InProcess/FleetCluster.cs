using System.Collections.Concurrent;
using OnePassword.Events.Fleet.Cluster;
using OnePassword.Events.Fleet.Nodes;
using Orleans.TestingHost;

namespace OnePassword.Events.Fleet.Tests.Support.InProcess;

/// <summary>Nodes in this process, each with its own silo and connections. Only the membership is in memory.</summary>
internal sealed class FleetCluster : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, FleetNode> _nodes = new(StringComparer.Ordinal);
    private readonly InProcessTestCluster _cluster;

    private FleetCluster(int nodes, TestDatabase database)
    {
        var builder = new InProcessTestClusterBuilder((short)nodes);
        builder.Options.InitializeClientOnDeploy = false;
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo(
            (options, silo) => ClusterHost.Configure(
                silo, _nodes[options.SiloName] = FleetNodes.Create(database, Log, options.SiloPort)));
        _cluster = builder.Build();
    }

    /// <summary>Gets the nodes that run.</summary>
    public IReadOnlyDictionary<SiloAddress, FleetNode> Nodes =>
        _cluster.Silos.Where(silo => silo.IsActive).ToDictionary(silo => silo.SiloAddress, silo => _nodes[silo.Name]);

    /// <summary>Gets what all nodes have written.</summary>
    public LockedWriter Log { get; } = new();

    public static async Task<FleetCluster> StartAsync(int nodes, TestDatabase database)
    {
        var cluster = new FleetCluster(nodes, database);
        await cluster._cluster.DeployAsync();
        return cluster;
    }

    /// <summary>Returns the accounts that run.</summary>
    public Dictionary<string, RunningAccount> Running() =>
        Nodes.Values.SelectMany(node => node.Running).ToDictionary(StringComparer.Ordinal);

    /// <summary>Returns the node of an account; null unless exactly one node follows it.</summary>
    public FleetNode? OwnerOf(string account)
    {
        var owners = Nodes.Values.Where(node => node.Running.ContainsKey(account)).ToList();
        return owners is [var owner] ? owner : null;
    }

    /// <summary>Waits until each account runs on the node that the ring says, and on no other one.</summary>
    public async Task AssignedAsync(IReadOnlyCollection<string> accounts)
    {
        try
        {
            await Wait.UntilAsync(() =>
            {
                var nodes = Nodes;
                return nodes.Values.Sum(node => node.Running.Count) == accounts.Count && accounts.All(
                    account => Ring.OwnerOf(account, [.. nodes.Keys]) is { } owner && nodes[owner].Running.ContainsKey(account));
            });
        }
        catch (TimeoutException e)
        {
            var nodes = Nodes.Values.Select(node => $"{node.Options.Name}: {string.Join(' ', node.Running.Keys)}");
            throw new TimeoutException($"The accounts are not assigned. {string.Join("; ", nodes)}\n{Log}", e);
        }
    }

    public async Task<FleetNode> JoinAsync() => _nodes[(await _cluster.StartAdditionalSiloAsync()).Name];

    /// <summary>Ends a node in order.</summary>
    public Task StopAsync(FleetNode node) => _cluster.StopSiloAsync(SiloOf(node));

    /// <summary>Ends a node at once.</summary>
    public Task KillAsync(FleetNode node) => _cluster.KillSiloAsync(SiloOf(node));

    public async ValueTask DisposeAsync()
    {
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
        foreach (var node in _nodes.Values)
        {
            await node.DisposeAsync();
            await node.Database.DisposeAsync();
        }
    }

    private InProcessSiloHandle SiloOf(FleetNode node) => _cluster.Silos.Single(silo => _nodes[silo.Name] == node);
}
