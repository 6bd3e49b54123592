using System.CommandLine;
using Npgsql;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.PostgreSql;
using static System.FormattableString;

namespace OnePassword.Events.Cli.Commands;

/// <summary>The commands of <c>op-events db</c> that connect to the database.</summary>
internal sealed class DbMaintenance(CliContext cli)
{
    public const string MigrateExamples = """
          op-events db migrate --connection "Host=db;Database=events;Username=owner"
        """;

    public const string StatusExamples = """
          op-events db status --config follow.json                 the feeds, with owner and last commit
        """;

    public const string PruneExamples = """
          op-events db prune --config follow.json --keep 400d
        """;

    private readonly DbOptions _options = new();
    private readonly Option<TimeSpan?> _keep =
        OptionFactory.LongDuration("--keep", "Remove events that were stored before this time, such as 400d.");

    public CliCommand CreateMigrate() => Create(
        "migrate", "Creates the tables and views, or upgrades them.", MigrateExamples,
        (database, _, cancellationToken) => MigrateAsync(database, cancellationToken));

    public CliCommand CreateStatus() => Create(
        "status", "Shows the followed feeds with owner, events and last commit.", StatusExamples,
        (database, parsed, cancellationToken) =>
            ShowAsync(database, parsed.InvocationConfiguration.Output, cancellationToken));

    public CliCommand CreatePrune()
    {
        var command = Create(
            "prune", "Removes old events. The latest 5,000 of each feed stay.", PruneExamples,
            (database, parsed, cancellationToken) => PruneAsync(database, parsed.GetValue(_keep)!.Value, cancellationToken));
        _keep.Required = true;
        command.Add(_keep);
        return command;
    }

    private CliCommand Create(
        string name, string description, string examples, Func<NpgsqlDataSource, ParseResult, CancellationToken, Task> run)
    {
        var command = new CliCommand(
            name, description, examples,
            ExitCode.Success, ExitCode.Usage, ExitCode.Output, ExitCode.Interrupted, ExitCode.ClosedPipe);
        foreach (var option in _options.All)
            command.Add(option);
        command.SetAction((parsed, cancellationToken) => RunAsync(run, parsed, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(
        Func<NpgsqlDataSource, ParseResult, CancellationToken, Task> run, ParseResult parsed, CancellationToken cancellationToken)
    {
        var database = _options.Read(parsed, cli).Database();
        await using (database.ConfigureAwait(false))
        {
            try
            {
                await run(database, parsed, cancellationToken).ConfigureAwait(false);
                return ExitCode.Success;
            }
            catch (NpgsqlException e)
            {
                throw new CliException(ExitCode.Output, PostgreSqlFailure.Text(e));
            }
        }
    }

    private async Task MigrateAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        int before;
        try
        {
            before = await PostgreSqlSchema.MigrateAsync(database, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidOperationException e)
        {
            throw new CliException(ExitCode.Output, e.Message); // The database has another encoding.
        }
        cli.Messages.Information(MessageEvent.SchemaChanged, before switch
        {
            0 => Invariant($"Created the schema op_events, version {PostgreSqlSchema.Version}."),
            _ when before >= PostgreSqlSchema.Version => Invariant($"The schema op_events has version {before} already."),
            _ => Invariant($"Upgraded the schema op_events from version {before} to {PostgreSqlSchema.Version}."),
        });
    }

    private async Task ShowAsync(NpgsqlDataSource database, TextWriter output, CancellationToken cancellationToken)
    {
        var followers = await PostgreSqlAdministration.ListFollowersAsync(database, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        foreach (var one in followers)
        {
            var saved = one.SavedAt is { } time ? Format.Time(time) : "never";
            var last = one.Checkpoint?.LastEventTime is { } @event ? Format.Time(@event.Value) : "none";
            await output.WriteLineAsync(
                $"{one.Name}\n  events      {Format.Count(one.LastSeq, "event")}, the last of {last}\n"
                + $"  committed   {saved}\n  owner       {one.Owner ?? "none"}").ConfigureAwait(false);
        }
        if (followers.Count == 0)
            cli.Messages.Information(MessageEvent.CheckpointMissing, "The database has no followed feed.");
    }

    private async Task PruneAsync(NpgsqlDataSource database, TimeSpan keep, CancellationToken cancellationToken)
    {
        var before = cli.Clock.GetUtcNow() - keep;
        var removed = await PostgreSqlAdministration.RemoveEventsAsync(database, before, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        var events = $"{Format.Count(removed, "event")} that {(removed == 1 ? "was" : "were")} stored";
        cli.Messages.Information(MessageEvent.EventsRemoved, $"Removed {events} before {Format.Time(before)}.");
    }
}
