using System.CommandLine;
using Npgsql;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.PostgreSql;
using static System.FormattableString;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events db</c>: creates and maintains the tables of the output <c>postgresql</c>.</summary>
internal sealed class DbCommand
{
    private const string MigrateExamples = """
          op-events db migrate --connection "Host=db;Database=events;Username=owner"
        """;

    private const string ScriptExamples = """
          op-events db script | psql --dbname events               the same, by an administrator
        """;

    private const string GrantsExamples = """
          op-events db grants op_events | psql --dbname events     what op-events follow needs, and nothing else
          op-events db grants analysts --read | psql --dbname events
        """;

    private const string StatusExamples = """
          op-events db status --config follow.json                 the feeds, with owner and last commit
        """;

    private const string PruneExamples = """
          op-events db prune --config follow.json --keep 400d
        """;

    private readonly DbOptions _options = new();
    private readonly Argument<string> _role = new("role") { Description = "The role." };
    private readonly Option<bool> _read = new("--read") { Description = "Grant reading the events and views only." };
    private readonly Option<TimeSpan?> _keep = OptionFactory.LongDuration("--keep", "Remove events that were stored before this time.");
    private readonly CliContext _cli;

    private DbCommand(CliContext cli) => _cli = cli;

    public static Command Create(CliContext cli) =>
        new CliCommand(
            "db", "Creates and maintains the tables of the output postgresql.",
            $"{MigrateExamples}\n{ScriptExamples}\n{GrantsExamples}\n{StatusExamples}\n{PruneExamples}")
    {
        new DbCommand(cli).CreateOnDatabase(
            "migrate", "Creates the tables and views, or upgrades them.", MigrateExamples, (command, _) => command.MigrateAsync),
        CreateText("script", "Prints the SQL of db migrate, for an administrator.", ScriptExamples, _ => PostgreSqlSchema.Script),
        new DbCommand(cli).CreateGrants(),
        new DbCommand(cli).CreateOnDatabase(
            "status", "Shows the followed feeds with owner, events and last commit.", StatusExamples, (command, _) => command.StatusAsync),
        new DbCommand(cli).CreatePrune(),
    };

    private static CliCommand CreateText(string name, string description, string examples, Func<ParseResult, string> text)
    {
        var command = new CliCommand(name, description, examples, ExitCode.Success, ExitCode.Usage, ExitCode.Output, ExitCode.ClosedPipe);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await parsed.InvocationConfiguration.Output.WriteAsync(text(parsed).AsMemory(), cancellationToken).ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }

    private CliCommand CreateGrants()
    {
        var command = CreateText(
            "grants", "Prints the SQL that grants a role the privileges to follow or to read.", GrantsExamples, parsed =>
                parsed.GetValue(_read)
                    ? PostgreSqlSchema.ReaderGrants(parsed.GetValue(_role)!)
                    : PostgreSqlSchema.WriterGrants(parsed.GetValue(_role)!));
        command.Add(_role);
        command.Add(_read);
        return command;
    }

    private CliCommand CreatePrune()
    {
        var command = CreateOnDatabase(
            "prune", "Removes old events. The latest 5,000 of each feed stay: they identify duplicates.", PruneExamples,
            (db, parsed) => (source, output, cancellationToken) => db.PruneAsync(parsed, source, cancellationToken));
        _keep.Required = true;
        command.Add(_keep);
        return command;
    }

    private CliCommand CreateOnDatabase(
        string name, string description, string examples,
        Func<DbCommand, ParseResult, Func<NpgsqlDataSource, TextWriter, CancellationToken, Task>> run)
    {
        var command = new CliCommand(
            name, description, examples, ExitCode.Success, ExitCode.Usage, ExitCode.Output, ExitCode.Interrupted, ExitCode.ClosedPipe);
        foreach (var option in _options.All)
            command.Add(option);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var database = _options.Read(parsed, _cli).Database();
            await using (database.ConfigureAwait(false))
            {
                try
                {
                    await run(this, parsed)(database, parsed.InvocationConfiguration.Output, cancellationToken).ConfigureAwait(false);
                    return ExitCode.Success;
                }
                catch (NpgsqlException e)
                {
                    throw new CliException(ExitCode.Output, PostgreSqlFailure.Text(e));
                }
                catch (InvalidOperationException e)
                {
                    throw new CliException(ExitCode.Output, e.Message); // Such as another encoding.
                }
            }
        });
        return command;
    }

    private async Task MigrateAsync(NpgsqlDataSource database, TextWriter output, CancellationToken cancellationToken)
    {
        var before = await PostgreSqlSchema.MigrateAsync(database, cancellationToken).ConfigureAwait(false);
        _cli.Messages.Information(MessageEvent.SchemaChanged, before == PostgreSqlSchema.Version
            ? Invariant($"The schema op_events has version {before} already.")
            : Invariant($"The schema op_events has version {PostgreSqlSchema.Version} now. Before, it had {before}."));
    }

    private async Task StatusAsync(NpgsqlDataSource database, TextWriter output, CancellationToken cancellationToken)
    {
        var followers = await PostgreSqlAdministration.ListFollowersAsync(database, cancellationToken).ConfigureAwait(false);
        foreach (var one in followers)
        {
            var saved = one.SavedAt is { } time ? Format.Time(time) : "never";
            var last = one.Checkpoint?.LastEventTime is { } @event ? Format.Time(@event.Value) : "none";
            await output.WriteLineAsync(
                $"{one.Name}\n  events      {Format.Count(one.LastSeq, "event")}, the last of {last}\n"
                + $"  committed   {saved}\n  owner       {one.Owner ?? "none"}").ConfigureAwait(false);
        }
        if (followers.Count == 0)
            _cli.Messages.Information(MessageEvent.CheckpointMissing, "The database has no followed feed.");
    }

    private async Task PruneAsync(ParseResult parsed, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var before = _cli.Clock.GetUtcNow() - parsed.GetValue(_keep)!.Value;
        var removed = await PostgreSqlAdministration.RemoveEventsAsync(database, before, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        _cli.Messages.Information(
            MessageEvent.EventsRemoved, $"Removed {Format.Count(removed, "event")} that was stored before {Format.Time(before)}.");
    }
}
