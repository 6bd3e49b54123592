using System.CommandLine;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using OnePassword.Events.Cli.Commands;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Follow.Status;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Fleet.Cluster;
using OnePassword.Events.Fleet.Emulation;
using OnePassword.Events.Fleet.Nodes;
using OnePassword.Events.Fleet.Schema;

namespace OnePassword.Events.Fleet.Commands;

/// <summary><c>op-events-fleet run</c>: runs a node until it is stopped.</summary>
internal sealed class RunCommand(CliContext cli) : DatabaseCommand(cli)
{
    private const int MaxPoolSize = 10; // Twice: for the events, and for everything else.

    private const string Examples = """
          op-events-fleet run --connection "Host=localhost;Database=events;Username=postgres" --emulator 20
          op-events-fleet run --port 11112                  another node on the same machine
          op-events-fleet run --address 10.0.0.5 --listen 9464
        """;

    private readonly NodeCommandOptions _options = new();
    private readonly StatusOptions _status = new();
    private readonly Option<int?> _emulator = OptionFactory.WholeNumber(
        "--emulator", "number", "Also follow this number of accounts on embedded emulators, to try it out.", 1, 1_000);

    public CliCommand Create()
    {
        var command = new CliCommand(
            "run", "Runs a node: it follows its share of the accounts until stopped.", Examples,
            [.. ExitCodes, ExitCode.Server]);
        AddTo(command, [.. _options.All, .. _status.OfListener, _emulator]);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        Cli.Messages.RunsLong = true;
        var options = _options.Read(parsed, WithPool(Output(parsed))) with { Listen = _status.Listener(parsed, Cli) };
        return await RunAsync(options.Database, async database =>
        {
            await FleetSchema.MigrateAsync(database, cancellationToken).ConfigureAwait(false);
            await FleetSchema.ClaimAsync(database, options.Fleet, cancellationToken).ConfigureAwait(false);
            var node = new FleetNode(options, database, Cli);
            await using (node.ConfigureAwait(false))
            {
                var emulators = await EmulatedAccounts.StartAsync(parsed.GetValue(_emulator) ?? 0, database, cancellationToken)
                    .ConfigureAwait(false);
                await using (emulators.ConfigureAwait(false))
                    return await RunAsync(node, cancellationToken).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
    }

    private async Task<int> RunAsync(FleetNode node, CancellationToken cancellationToken)
    {
        using var host = ClusterHost.Create(node);
        var supervisor = host.Services.GetRequiredService<Supervisor>();
        var pages = new FleetPages(node, () => supervisor.Nodes, () => supervisor.IsReady);
        var endpoint = await StatusEndpoint.StartAsync(node.Options.Listen, pages, Cli, cancellationToken).ConfigureAwait(false);
        await using (endpoint.ConfigureAwait(false))
        {
            await StartAsync(host, node, cancellationToken).ConfigureAwait(false);
            try
            {
                await RunAsync(node, supervisor, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await StopAsync(host, node).ConfigureAwait(false);
            }
        }
        return ExitCode.Success;
    }

    private async Task RunAsync(FleetNode node, Supervisor supervisor, CancellationToken cancellationToken)
    {
        using var reload = Cli.OnReload(node.ReloadSecrets);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var service = new ServiceNotifier(Cli.Environment("NOTIFY_SOCKET"), Cli.Messages);
        service.Ready($"node {node.Options.Name} of the fleet {node.Options.Fleet}");
        Cli.Messages.Information(
            MessageEvent.NodeStarted, $"Node {node.Options.Name} of the fleet {node.Options.Fleet} runs until stopped (Ctrl+C).");
        var silence = node.Board.WatchSilenceAsync(SilenceRule.LongestInterval, ended.Token);
        await Task.WhenAny(supervisor.CutOff, Task.Delay(Timeout.InfiniteTimeSpan, Cli.Clock, ended.Token)).ConfigureAwait(false);
        if (supervisor.CutOff.IsCompleted)
            EndProcess(node);
        service.Stopping();
        await ended.CancelAsync().ConfigureAwait(false);
        await silence.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task StartAsync(IHost host, FleetNode node, CancellationToken cancellationToken)
    {
        try
        {
            await host.StartAsync(cancellationToken).ConfigureAwait(false);
            node.HasJoined = true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is not (CliException or NpgsqlException))
        {
            var cause = e.GetBaseException();
            throw new CliException(ExitCode.Server, cause is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }
                ? $"another program listens on {node.Options.Name}. Choose another --port."
                : $"the node cannot join the fleet: {cause.Message} {FatalErrors.JoinRemedy}");
        }
    }

    private async Task StopAsync(IHost host, FleetNode node)
    {
        try
        {
            await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
            Cli.Messages.Information(
                MessageEvent.NodeEnded, $"Node {node.Options.Name} has ended. Other nodes follow its accounts.");
        }
        catch (Exception e) when (e is OperationCanceledException or NpgsqlException or TimeoutException)
        {
            Cli.Messages.Warning(
                MessageEvent.NodeEnded,
                $"Node {node.Options.Name} has ended without a message to the other nodes, which detect it within seconds.");
        }
    }

    // At once: ending in order would wait for the database, and meanwhile no other node follows these accounts.
    private void EndProcess(FleetNode node)
    {
        Cli.Messages.Error(
            MessageEvent.NodeEnded, ExitCode.Output,
            $"node {node.Options.Name} does not reach the database, and other nodes do. "
            + "It ends, so that they follow its accounts.");
        System.Environment.Exit(ExitCode.Output);
    }

    private static PostgreSqlOutput WithPool(PostgreSqlOutput output)
    {
        var settings = new NpgsqlConnectionStringBuilder(output.Connection);
        if (!settings.ShouldSerialize("Maximum Pool Size"))
            settings.MaxPoolSize = MaxPoolSize; // Several nodes then stay below the usual limit of 100.
        return output with { Connection = settings.ConnectionString };
    }
}
