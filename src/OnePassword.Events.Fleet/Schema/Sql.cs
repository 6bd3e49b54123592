using Npgsql;

namespace OnePassword.Events.Fleet.Schema;

/// <summary>Statements on a database, each on a connection of its own. Parameters are $1, $2, ….</summary>
internal static class Sql
{
    public static async Task<int> ExecuteAsync(
        this NpgsqlDataSource database, string sql, IReadOnlyList<object> parameters,
        CancellationToken cancellationToken)
    {
        var command = database.Command(sql, parameters);
        await using (command.ConfigureAwait(false))
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public static async Task<object?> ScalarAsync(
        this NpgsqlDataSource database, string sql, IReadOnlyList<object> parameters,
        CancellationToken cancellationToken)
    {
        var command = database.Command(sql, parameters);
        await using (command.ConfigureAwait(false))
        {
            var value = await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
            return value is DBNull ? null : value;
        }
    }

    public static async Task<IReadOnlyList<T>> QueryAsync<T>(
        this NpgsqlDataSource database, string sql, Func<NpgsqlDataReader, T> read, IReadOnlyList<object> parameters,
        CancellationToken cancellationToken)
    {
        var command = database.Command(sql, parameters);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var rows = new List<T>();
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    rows.Add(read(reader));
                return rows;
            }
        }
    }

    private static NpgsqlCommand Command(this NpgsqlDataSource database, string sql, IReadOnlyList<object> parameters)
    {
        var command = database.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(new() { Value = parameter });
        return command;
    }
}
