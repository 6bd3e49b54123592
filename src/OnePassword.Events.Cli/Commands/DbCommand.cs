using System.CommandLine;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.PostgreSql;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events db</c>: creates and maintains the tables of the output <c>postgresql</c>.</summary>
internal static class DbCommand
{
    private const string ScriptExamples = """
          op-events db script | psql --dbname events               db migrate, by an administrator
        """;

    private const string GrantsExamples = """
          op-events db grants op_events | psql --dbname events     only what op-events follow needs
          op-events db grants analysts --read | psql --dbname events
        """;

    public static Command Create(CliContext cli) =>
        new CliCommand(
            "db", "Creates and maintains the tables of the output postgresql.",
            string.Join(
                '\n', DbMaintenance.MigrateExamples, ScriptExamples, GrantsExamples, DbMaintenance.StatusExamples,
                DbMaintenance.PruneExamples))
    {
        new DbMaintenance(cli).CreateMigrate(),
        CreateScript(),
        CreateGrants(),
        new DbMaintenance(cli).CreateStatus(),
        new DbMaintenance(cli).CreatePrune(),
    };

    private static CliCommand CreateScript() =>
        CreateText("script", "Prints the SQL of db migrate, for an administrator.", ScriptExamples, _ => PostgreSqlSchema.Script);

    private static CliCommand CreateGrants()
    {
        var role = new Argument<string>("role") { Description = "The role." };
        var read = new Option<bool>("--read") { Description = "Grant reading the events and views only." };
        var command = CreateText(
            "grants", "Prints the SQL that grants a role the privileges to follow or to read.", GrantsExamples, parsed =>
                parsed.GetValue(read)
                    ? PostgreSqlSchema.ReaderGrants(parsed.GetValue(role)!)
                    : PostgreSqlSchema.WriterGrants(parsed.GetValue(role)!));
        command.Add(role);
        command.Add(read);
        return command;
    }

    private static CliCommand CreateText(
        string name, string description, string examples, Func<ParseResult, string> text)
    {
        var command = new CliCommand(
            name, description, examples, ExitCode.Success, ExitCode.Usage, ExitCode.Output, ExitCode.ClosedPipe);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await parsed.InvocationConfiguration.Output.WriteAsync(text(parsed).AsMemory(), cancellationToken)
                .ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }
}
