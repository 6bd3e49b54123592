using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Fleet.Schema;

namespace OnePassword.Events.Fleet.Tests.Support.InProcess;

/// <summary>Databases with the tables of a fleet.</summary>
internal static class FleetDatabase
{
    public static async Task<TestDatabase> CreateAsync()
    {
        var database = await TestDatabase.CreateAsync();
        await FleetSchema.MigrateAsync(database.Source, CancellationToken.None);
        return database;
    }

    /// <summary>Creates a database without any tables.</summary>
    public static async Task<TestDatabase> CreateEmptyAsync(string encoding = "UTF8") =>
        new(await (await PostgreSqlServer.SharedAsync()).CreateEmptyDatabaseAsync(encoding));

    public static PostgreSqlOutput Output(this TestDatabase database) => new(database.ConnectionString, Password: null);
}
