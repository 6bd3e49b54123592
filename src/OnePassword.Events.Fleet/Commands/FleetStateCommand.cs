using System.CommandLine;
using Npgsql;
using OnePassword.Events.Cli.Commands;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.State;
using OnePassword.Events.Fleet.Checkpoints;

namespace OnePassword.Events.Fleet.Commands;

/// <summary><c>op-events-fleet state</c>: changes where feeds continue, also while nodes run.</summary>
internal sealed class FleetStateCommand(CliContext cli) : DatabaseCommand(cli)
{
    private const string SetExamples = """
          op-events-fleet state set acme-auditevents --since 2d
        """;

    private const string ResetExamples = """
          op-events-fleet state reset acme-auditevents --yes
        """;

    private readonly Argument<string> _name = new("name") { Description = StateCommand.NameDescription };
    private readonly Option<string?> _cursor =
        new("--cursor") { Description = "Continue after this cursor.", HelpName = "cursor" };
    private readonly Option<TimeExpression?> _since =
        OptionFactory.Time("--since", "Discard the cursor and restart at this time, as described in Times.");
    private readonly Option<bool> _yes = StateCommand.Yes();

    public CliCommand Create() => new(
        "state", "Changes where feeds continue. The node of a feed starts it again.", $"{SetExamples}\n{ResetExamples}")
    {
        Create("set", "Changes where a feed continues.", SetExamples, SetAsync, _name, _cursor, _since, _yes),
        Create(
            "reset", "Starts a feed from the beginning. Its events are stored again.", ResetExamples, ResetAsync, _name, _yes),
    };

    private async Task SetAsync(NpgsqlDataSource database, ParseResult parsed, CancellationToken cancellationToken)
    {
        var change = Change(parsed);
        var checkpoint = await FleetCheckpoint.FindAsync(
            parsed.GetValue(_name)!, Output(parsed), database, Cli, cancellationToken).ConfigureAwait(false);
        await Confirmation.RequireAsync(
            $"Change {checkpoint.Name}", parsed.GetValue(_yes), Cli, cancellationToken).ConfigureAwait(false);
        var what = await checkpoint.ChangeAsync(change, cancellationToken).ConfigureAwait(false);
        Cli.Messages.Information(MessageEvent.CheckpointChanged, $"{checkpoint.Name}: {what}.");
    }

    private async Task ResetAsync(NpgsqlDataSource database, ParseResult parsed, CancellationToken cancellationToken)
    {
        var checkpoint = await FleetCheckpoint.FindAsync(
            parsed.GetValue(_name)!, Output(parsed), database, Cli, cancellationToken).ConfigureAwait(false);
        await Confirmation.RequireAsync(
            $"Reset {checkpoint.Name}. Its events are stored again", parsed.GetValue(_yes), Cli, cancellationToken)
            .ConfigureAwait(false);
        await checkpoint.ResetAsync(cancellationToken).ConfigureAwait(false);
        Cli.Messages.Information(MessageEvent.CheckpointChanged, $"{checkpoint.Name}: starts from the beginning.");
    }

    private StateChange Change(ParseResult parsed)
    {
        var (cursor, since) = (parsed.GetValue(_cursor), parsed.GetValue(_since));
        if ((cursor is null) == (since is null))
            throw CliException.Usage("specify either --cursor or --since.");
        return new StateChange(cursor, since?.Resolve(Cli.Clock.GetUtcNow()), PageSize: null, Output: null);
    }
}
