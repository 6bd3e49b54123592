using System.Collections.Concurrent;
using Npgsql;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Follow.Status;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Fleet.Accounts;

namespace OnePassword.Events.Fleet.Nodes;

/// <summary>The accounts that this process follows, and what they share.</summary>
internal sealed class FleetNode : IAsyncDisposable
{
    private const int MaxReaders = 4;

    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, RunningAccount> _running = new(StringComparer.Ordinal);

    /// <param name="options">The options.</param>
    /// <param name="database">The database of the fleet.</param>
    /// <param name="cli">The context.</param>
    public FleetNode(NodeOptions options, NpgsqlDataSource database, CliContext cli)
    {
        (Options, Database, Cli) = (options, database, cli);
        (Table, Board, Connector) = (new AccountTable(database), new FollowStatusBoard(cli), new AccountConnector(cli));
        (Outputs, Disk) = (new FollowOutputs(Board, cli), ConcurrencyLimiter.OfDisk(cli.Clock));
        Definitions = new ConcurrencyLimiter(MaxReaders, LongestTurn, cli.Clock);
        Contact = new DatabaseContact(cli.Clock);
    }

    public NodeOptions Options { get; }

    public NpgsqlDataSource Database { get; }

    public CliContext Cli { get; }

    public AccountTable Table { get; }

    public FollowStatusBoard Board { get; }

    public AccountConnector Connector { get; }

    public FollowOutputs Outputs { get; }

    public KnownOutputs KnownOutputs { get; } = new();

    public ConcurrencyLimiter Disk { get; }

    public NodeCounters Counters { get; } = new();

    /// <summary>Gets the turns of accounts that read their definition, so that connections are left for the supervisor.</summary>
    public ConcurrencyLimiter Definitions { get; }

    /// <summary>Gets or sets whether the node has been active.</summary>
    public bool HasJoined { get; set; }

    /// <summary>Gets when the database last replied.</summary>
    public DatabaseContact Contact { get; }

    /// <summary>Gets the accounts that are followed now, by name.</summary>
    public IReadOnlyDictionary<string, RunningAccount> Running => _running;

    /// <summary>Follows an account. The previous owner can write nothing from then on.</summary>
    /// <param name="name">The account.</param>
    /// <param name="revision">The revision of the account.</param>
    /// <param name="ended">Called once if another process takes the account, or if it is released.</param>
    public RunningAccount Start(string name, long revision, Action ended)
    {
        var account = new RunningAccount(name, revision, this, ended);
        _running[name] = account;
        Counters.Started();
        account.Start();
        return account;
    }

    /// <summary>Reads the tokens of the accounts and the secrets of the outputs again.</summary>
    public void ReloadSecrets()
    {
        foreach (var account in Board.Accounts)
            account.Token.Forget();
        Outputs.ReloadSecrets();
        Cli.Messages.Information(
            MessageEvent.TokensReloaded, "Reloading the tokens of the accounts and the secrets of the outputs.");
    }

    /// <summary>Ends following an account, when its page is stored.</summary>
    public async Task StopAsync(RunningAccount account)
    {
        await account.DisposeAsync().ConfigureAwait(false);
        _running.TryRemove(new(account.Name, account));
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_running.Values.Select(StopAsync)).ConfigureAwait(false);
        Counters.Dispose();
        Outputs.Dispose();
        Connector.Dispose();
        Disk.Dispose();
        Definitions.Dispose();
        Board.Dispose();
    }
}
