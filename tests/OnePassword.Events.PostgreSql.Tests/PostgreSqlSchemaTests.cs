using Npgsql;

namespace OnePassword.Events.PostgreSql.Tests;

/// <summary>The tables, the views and the roles.</summary>
public sealed class PostgreSqlSchemaTests
{
    [Test]
    public async Task Migration_creates_the_schema_once()
    {
        await using var database = NpgsqlDataSource.Create(await (await PostgreSqlServer.SharedAsync()).CreateEmptyDatabaseAsync());
        Assert.That(await PostgreSqlSchema.VersionAsync(database), Is.Zero);
        var before = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PostgreSqlSchema.MigrateAsync(database)));
        Assert.That(before.Order(), Is.EqualTo(new[] { 0 }.Concat(Enumerable.Repeat(PostgreSqlSchema.Version, 3))));
        Assert.That(await PostgreSqlSchema.VersionAsync(database), Is.EqualTo(PostgreSqlSchema.Version));
    }

    [Test]
    public async Task Script_for_an_administrator_can_be_applied_again()
    {
        await using var database = new TestDatabase(await (await PostgreSqlServer.SharedAsync()).CreateEmptyDatabaseAsync());
        await database.ExecuteAsync(PostgreSqlSchema.Script);
        await database.ExecuteAsync(PostgreSqlSchema.Script);
        Assert.That(await PostgreSqlSchema.VersionAsync(database.Source), Is.EqualTo(PostgreSqlSchema.Version));
    }

    [Test]
    public async Task Database_with_another_encoding_is_rejected()
    {
        await using var database = new TestDatabase(await (await PostgreSqlServer.SharedAsync()).CreateEmptyDatabaseAsync("LATIN1"));
        var failure = Assert.ThrowsAsync<InvalidOperationException>(() => PostgreSqlSchema.MigrateAsync(database.Source));
        Assert.That(failure!.Message, Does.Contain("UTF8"));
    }

    [Test]
    public async Task Granted_roles_are_enough_to_follow_and_to_read_and_for_nothing_else()
    {
        await using var followed = await Followed.StartAsync();
        var name = $"role \"{Guid.NewGuid():N}";
        var (writer, reader) = ($"{name} writer", $"{name} reader");
        foreach (var role in new[] { writer, reader })
            await followed.Database.ExecuteAsync($"CREATE ROLE {Quoted(role)} LOGIN");
        await followed.Database.ExecuteAsync(PostgreSqlSchema.WriterGrants(writer) + PostgreSqlSchema.ReaderGrants(reader));

        await using var asWriter = As(writer);
        await using (var store = new PostgreSqlEventStore(asWriter.Source))
            await followed.StoreAllAsync(store);
        await followed.AssertCompleteAsync();
        Assert.That(() => asWriter.ExecuteAsync("DELETE FROM op_events.event"), Denied());
        Assert.That(() => asWriter.ExecuteAsync("UPDATE op_events.event SET body = ''"), Denied());
        Assert.That(() => asWriter.ExecuteAsync("CREATE TABLE op_events.other (a int)"), Denied());

        await using var asReader = As(reader);
        Assert.That(await asReader.ValueAsync("SELECT count(*)::int FROM op_events.audit_event"), Is.EqualTo(60));
        Assert.That(() => asReader.ExecuteAsync("DELETE FROM op_events.follower"), Denied());
        await followed.Database.ExecuteAsync("CREATE VIEW op_events.later AS SELECT 1 AS one");
        Assert.That(await asReader.ValueAsync("SELECT one FROM op_events.later"), Is.EqualTo(1));

        static string Quoted(string role) => $"\"{role.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

        static NUnit.Framework.Constraints.IResolveConstraint Denied() =>
            Throws.InstanceOf<PostgresException>().With.Property("SqlState").EqualTo("42501");

        TestDatabase As(string role) =>
            new(new NpgsqlConnectionStringBuilder(followed.Database.ConnectionString) { Username = role }.ConnectionString);
    }
}
