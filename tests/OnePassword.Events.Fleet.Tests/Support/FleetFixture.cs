using System.Runtime.CompilerServices;
using System.Text.Json;
using Npgsql;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Fleet.Tests.Support;

/// <summary>A database, accounts on emulators, and nodes that follow them.</summary>
internal sealed class FleetFixture : IAsyncDisposable
{
    /// <summary>A node that hung learns that it is dead, or first that the database has not replied to it.</summary>
    public static readonly object[] ExitCodesOfReplaced = [ExitCode.Server, ExitCode.Output];

    private readonly TemporaryFolder _folder = new();
    private readonly List<TestNode> _nodes = [];

    private FleetFixture(TestDatabase database, IReadOnlyList<EmulatedAccount> accounts)
    {
        (Database, Accounts) = (database, accounts);
        Journal = new Journal(database);
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        settings.Remove("Maximum Pool Size");
        settings.Remove("Timeout");
        ConnectionString = settings.ConnectionString;
    }

    public TestDatabase Database { get; }

    /// <summary>Gets the connection string of nodes, with the defaults of the program.</summary>
    public string ConnectionString { get; }

    public Journal Journal { get; }

    public IReadOnlyList<EmulatedAccount> Accounts { get; }

    /// <summary>Gets the number of events of all emulators.</summary>
    public long Events => Accounts.Sum(account => (long)account.Events * EmulatedAccount.Feeds.Count);

    public IReadOnlyList<TestNode> Nodes => _nodes;

    /// <summary>Starts nodes at the same time, which create the tables, and then adds accounts.</summary>
    /// <param name="nodes">The number of nodes.</param>
    /// <param name="accounts">The number of accounts.</param>
    /// <param name="server">The server of the database; null for that of all tests.</param>
    /// <param name="poll">The shortest time between two polls of a feed, in seconds. The longest is twice as long.</param>
    /// <param name="options">Options of the nodes.</param>
    public static async Task<FleetFixture> StartAsync(
        int nodes, int accounts, PostgreSqlServer? server = null, int poll = 1, params string[] options)
    {
        var database = new TestDatabase(await (server ?? await PostgreSqlServer.SharedAsync()).CreateEmptyDatabaseAsync());
        var emulated = new List<EmulatedAccount>();
        for (var number = 1; number <= accounts; number++)
            emulated.Add(await EmulatedAccount.StartAsync(number));
        var fixture = new FleetFixture(database, emulated);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, nodes).Select(_ => fixture.AddNode(options: options).RunAsync()));
            await fixture.Journal.StartAsync();
            await fixture.ApplyAsync(poll);
            return fixture;
        }
        catch
        {
            await fixture.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds a node, without starting it.</summary>
    /// <param name="connectionString">The connection string; null for that of the fixture.</param>
    /// <param name="options">Its options.</param>
    public TestNode AddNode(string? connectionString = null, params string[] options)
    {
        var node = new TestNode(connectionString ?? ConnectionString, options);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Starts to append events, two per second to each feed.</summary>
    public EventFlow Append() => new(Accounts, TimeSpan.FromMilliseconds(500));

    /// <summary>Completes when the nodes follow all feeds, and each account is on one of them.</summary>
    public async Task SpreadAsync(params IEnumerable<TestNode> nodes)
    {
        var writers = nodes.Select(node => node.Writer).ToList();
        await UntilAsync(async () =>
        {
            var owned = new List<string>();
            foreach (var writer in writers)
                owned.AddRange(await Journal.AccountsOfAsync(writer));
            return owned.Count == Accounts.Count && owned.Distinct(StringComparer.Ordinal).Count() == Accounts.Count
                && await Database.ValueAsync("SELECT count(*) FROM op_events.follower WHERE epoch > 0") is long feeds
                && feeds == Accounts.Count * EmulatedAccount.Feeds.Count;
        });
    }

    /// <summary>Returns the node with the most accounts.</summary>
    public async Task<TestNode> LargestAsync()
    {
        await SpreadAsync(Nodes);
        var sizes = await Task.WhenAll(
            Nodes.Select(async node => (Node: node, (await Journal.AccountsOfAsync(node.Writer)).Count)));
        return sizes.MaxBy(size => size.Count).Node;
    }

    /// <summary>Completes when other processes follow all accounts of a process.</summary>
    public Task TakenOverAsync(string writer) => UntilAsync(async () => (await Journal.AccountsOfAsync(writer)).Count == 0);

    /// <summary>Requires that a node of another fleet does not start.</summary>
    public async Task RejectsOtherFleetAsync()
    {
        using var other = new FleetProcess("run", "--fleet", "other", "--connection", ConnectionString);
        var (exitCode, _, error) = await other.EndAsync();
        Assert.That(exitCode, Is.EqualTo(ExitCode.Usage), error);
        Assert.That(error, Does.Contain("the database belongs to the fleet 'op-events'"));
    }

    /// <summary>Completes when the other nodes have declared a node dead.</summary>
    public Task DeadAsync(TestNode node) => UntilAsync(
        async () => await Database.ValueAsync(
            $"SELECT count(*) FROM op_events_cluster.node WHERE name = '{node.Name}' AND status = 3") is 0L);

    /// <summary>Completes when a condition holds.</summary>
    public static async Task UntilAsync(
        Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string? expression = null)
    {
        for (var start = TimeProvider.System.GetTimestamp(); ;)
        {
            NpgsqlException? failure = null;
            try
            {
                if (await condition())
                    return;
            }
            catch (NpgsqlException e)
            {
                failure = e; // Some tests stop the server.
            }
            if (TimeProvider.System.GetElapsedTime(start) > Wait.Limit)
                throw new TimeoutException($"Still false after {Wait.Limit.TotalMinutes:0} minutes: {expression}", failure);
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _nodes.ForEach(node => node.Dispose());
        foreach (var account in Accounts)
            await account.DisposeAsync();
        await Database.DisposeAsync();
        _folder.Dispose();
    }

    private async Task ApplyAsync(int poll)
    {
        var file = _folder.Write("follow.json", JsonSerializer.Serialize(new
        {
            poll = new { min = $"{poll}s", max = $"{2 * poll}s" },
            accounts = Accounts.Select(account => new
            {
                name = account.Name,
                url = account.Emulator.BaseAddress,
                token = new { file = _folder.Write($"{account.Name}.token", account.Emulator.Token) },
            }),
        }));
        using var apply = new FleetProcess("apply", file, "--connection", ConnectionString);
        var (exitCode, _, error) = await apply.EndAsync();
        Assert.That(exitCode, Is.Zero, error);
    }
}
