using Npgsql;
using OnePassword.Events.Fleet.Schema;

namespace OnePassword.Events.Fleet.Accounts;

/// <summary>The table of accounts. Nodes act on changes within seconds.</summary>
internal sealed class AccountTable(NpgsqlDataSource database)
{
    private const string NewRevision = "revision = nextval('op_events_fleet.revision'), changed_at = now()";

    /// <summary>Returns all accounts, by name.</summary>
    public Task<IReadOnlyList<FleetAccount>> ListAsync(CancellationToken cancellationToken) => database.QueryAsync(
        "SELECT name, revision, is_paused FROM op_events_fleet.account ORDER BY name",
        row => new FleetAccount(row.GetString(0), row.GetInt64(1), row.GetBoolean(2)), [], cancellationToken);

    /// <summary>Returns the definition of an account; null if the account does not exist.</summary>
    public async Task<AccountDefinition?> FindAsync(string name, CancellationToken cancellationToken) =>
        (await database.QueryAsync(
            "SELECT name, folder, definition FROM op_events_fleet.account WHERE lower(name) = lower($1)",
            row => new AccountDefinition(row.GetString(0), row.GetString(1), row.GetString(2)), [name], cancellationToken)
            .ConfigureAwait(false)).SingleOrDefault();

    /// <summary>Adds an account, or changes it.</summary>
    /// <returns>Whether anything changed.</returns>
    public async Task<bool> SetAsync(
        AccountDefinition account, CancellationToken cancellationToken) => await database.ExecuteAsync(
        $"""
        INSERT INTO op_events_fleet.account AS a (name, folder, definition) VALUES ($1, $2, $3)
        ON CONFLICT (lower(name)) DO UPDATE SET folder = $2, definition = $3, {NewRevision}
        WHERE (a.folder, a.definition) <> ($2, $3)
        """,
        [account.Name, account.Folder, account.Json], cancellationToken).ConfigureAwait(false) > 0;

    /// <summary>Pauses or resumes accounts.</summary>
    /// <returns>How many changed.</returns>
    public Task<int> PauseAsync(IReadOnlyList<string> names, bool isPaused, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            $"UPDATE op_events_fleet.account SET is_paused = $2, {NewRevision} WHERE name = ANY ($1) AND is_paused <> $2",
            [names.ToArray(), isPaused], cancellationToken);

    /// <summary>Removes accounts. Their events and checkpoints stay.</summary>
    public Task<int> RemoveAsync(IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        database.ExecuteAsync("DELETE FROM op_events_fleet.account WHERE name = ANY ($1)", [names.ToArray()], cancellationToken);

    /// <summary>Makes the node of an account start it again.</summary>
    public Task RestartAsync(string name, CancellationToken cancellationToken) =>
        database.ExecuteAsync($"UPDATE op_events_fleet.account SET {NewRevision} WHERE name = $1", [name], cancellationToken);
}
