namespace OnePassword.Events.Fleet.Tests.Support;

/// <summary>The changes of the rows of all feeds. A trigger writes them, with the process, in the same transaction.</summary>
internal sealed class Journal(TestDatabase database)
{
    private const string Sql =
        """
        CREATE SCHEMA test;
        CREATE TABLE test.journal (
            id bigint GENERATED ALWAYS AS IDENTITY, time timestamptz NOT NULL, name text NOT NULL, account text NOT NULL,
            epoch bigint NOT NULL, version bigint NOT NULL, last_seq bigint NOT NULL, writer text NOT NULL,
            is_commit boolean NOT NULL);
        CREATE INDEX ON test.journal (name, id);
        CREATE FUNCTION test.write() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO test.journal (time, name, account, epoch, version, last_seq, writer, is_commit) VALUES (
                clock_timestamp(), NEW.name, NEW.account, NEW.epoch, NEW.version, NEW.last_seq,
                current_setting('application_name'), NEW.version > OLD.version);
            RETURN NULL;
        END
        $$;
        CREATE TRIGGER journal AFTER UPDATE ON op_events.follower FOR EACH ROW EXECUTE FUNCTION test.write();
        """;

    public Task StartAsync() => database.ExecuteAsync(Sql);

    /// <summary>Returns all changes, in their order.</summary>
    public async Task<IReadOnlyList<JournalEntry>> ReadAsync()
    {
        await using var command = database.Source.CreateCommand(
            "SELECT time, name, account, epoch, version, last_seq, writer, is_commit FROM test.journal ORDER BY id");
        await using var reader = await command.ExecuteReaderAsync();
        var entries = new List<JournalEntry>();
        while (await reader.ReadAsync())
            entries.Add(new JournalEntry(
                reader.GetFieldValue<DateTimeOffset>(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3),
                reader.GetInt64(4), reader.GetInt64(5), reader.GetString(6), reader.GetBoolean(7)));
        return entries;
    }

    /// <summary>Returns the accounts with a feed that a process has changed last.</summary>
    public async Task<IReadOnlyList<string>> AccountsOfAsync(string writer) =>
        [.. (await database.ColumnAsync(
            $"""
            SELECT DISTINCT f.account FROM op_events.follower f CROSS JOIN LATERAL (
                SELECT writer FROM test.journal j WHERE j.name = f.name ORDER BY id DESC LIMIT 1) last
            WHERE last.writer = '{writer}' ORDER BY 1
            """)).Cast<string>()];
}
