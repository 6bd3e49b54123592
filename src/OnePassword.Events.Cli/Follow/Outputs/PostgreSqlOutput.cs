using System.Globalization;
using Npgsql;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Secrets;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Destinations;
using OnePassword.Events.PostgreSql;

namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>A PostgreSQL database. A second process waits to take over.</summary>
/// <param name="Connection">The connection string, without a password.</param>
/// <param name="Password">The password; null for that of the environment or of a password file, or for none.</param>
internal sealed record PostgreSqlOutput(string Connection, OutputSecret? Password) : EventStoreOutput
{
    public const string TypeName = "postgresql";

    /// <summary>
    /// How many of the latest events identify duplicates in a fleet. The cursors and the fence allow none; the server can repeat
    /// some. The default of the library would need 2 MB per account.
    /// </summary>
    public const int FleetDuplicateWindow = 1_000;

    public override string Type => TypeName;

    public override bool WaitsToTakeOver => true;

    public override bool HasChangeableSecret => Password?.CanChange == true;

    public override string Location
    {
        get
        {
            var settings = new NpgsqlConnectionStringBuilder(Connection);
            var port = settings.Port == NpgsqlConnection.DefaultPort
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $":{settings.Port}");
            return $"postgresql://{settings.Host}{port}/{settings.Database ?? settings.Username}";
        }
    }

    public override string? ProblemOf(Exception failure) =>
        failure is NpgsqlException known ? PostgreSqlFailure.Text(known) : null;

    public override void ForgetSecrets() => Password?.Forget();

    public override async Task ReadSecretsAsync(CancellationToken cancellationToken)
    {
        if (Password is not null)
            _ = await Password.ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task<IReadOnlyList<ProbeResult>> ProbeAsync(
        IReadOnlyList<EventOrigin> origins, CancellationToken cancellationToken)
    {
        var database = Database();
        await using (database.ConfigureAwait(false))
            return [await PostgreSqlProbe.RunAsync(database, cancellationToken).ConfigureAwait(false)];
    }

    public override OutputRun Start(OutputContext context) => new Run(this, context);

    /// <summary>Returns the database. A new connection reads the password again.</summary>
    public NpgsqlDataSource Database()
    {
        var builder = new NpgsqlSlimDataSourceBuilder(Connection);
        builder.EnableArrays();
        builder.EnableTransportSecurity();
        builder.ConnectionStringBuilder.ClientEncoding = "UTF8";
        builder.ConnectionStringBuilder.ApplicationName ??= "op-events";
        if (Password is { } password)
            builder.UsePasswordProvider(
                _ => throw new NotSupportedException("Connections are opened asynchronously."),
                async (_, cancellationToken) => await password.ReadAsync(cancellationToken).ConfigureAwait(false));
        return builder.Build();
    }

    protected override bool HasRejectedSecret(Exception failure) =>
        failure is NpgsqlException { SqlState: PostgresErrorCodes.InvalidPassword };

    protected override async Task<Checkpoint?> ReadAsync(Account account, string name, CancellationToken cancellationToken)
    {
        var database = Database();
        await using (database.ConfigureAwait(false))
        {
            var followers = await PostgreSqlAdministration.ListFollowersAsync(database, name, cancellationToken)
                .ConfigureAwait(false);
            return followers.SingleOrDefault()?.Checkpoint;
        }
    }

    private sealed class Run(PostgreSqlOutput output, OutputContext context) : EventStoreRun(output)
    {
        private readonly NpgsqlDataSource _database = output.Database();

        public override async Task CompleteAsync()
        {
            await base.CompleteAsync().ConfigureAwait(false);
            await _database.DisposeAsync().ConfigureAwait(false);
        }

        // All feeds of an account are in one process, so that its quota is not used twice.
        protected override IEventStore Create(Account account) => new PostgreSqlEventStore(_database, new()
        {
            DuplicateWindow = context.IsAssigned ? FleetDuplicateWindow : new FollowOptions().DuplicateWindow,
            Account = account.Name ?? "",
            Takeover = context.IsAssigned ? Takeover.AtOnce : context.Once ? Takeover.Never : Takeover.WhenReleased,
            Waiting = () => context.Cli.Messages.Information(
                MessageEvent.StandingBy,
                $"Another process follows this account into {output.Location}. Waiting to take over.",
                account.Source),
            Clock = context.Cli.Clock,
        });
    }
}
