using Npgsql;

namespace OnePassword.Events.Testing.Databases;

/// <summary>A database with the tables.</summary>
internal sealed class TestDatabase(string connectionString) : IAsyncDisposable
{
    public string ConnectionString { get; } = connectionString;

    public NpgsqlDataSource Source { get; } = NpgsqlDataSource.Create(connectionString);

    public static async Task<TestDatabase> CreateAsync() =>
        new(await (await PostgreSqlServer.SharedAsync()).CreateDatabaseAsync());

    /// <summary>Returns the first column of a query.</summary>
    public async Task<IReadOnlyList<object?>> ColumnAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<object?>();
        while (await reader.ReadAsync())
            values.Add(reader.IsDBNull(0) ? null : reader.GetValue(0));
        return values;
    }

    public async Task<object?> ValueAsync(string sql) => (await ColumnAsync(sql)).Single();

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Returns the bytes of the stored events of a follower, by their order.</summary>
    public async Task<IReadOnlyList<byte[]>> BodiesAsync(string follower = "auditevents") =>
        [.. (await ColumnAsync(
            $"""
            SELECT coalesce(body_bytes, convert_to(body, 'UTF8')) FROM op_events.event e
            JOIN op_events.follower f ON f.id = e.follower_id WHERE f.name = '{follower}' ORDER BY seq
            """)).Cast<byte[]>()];

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
