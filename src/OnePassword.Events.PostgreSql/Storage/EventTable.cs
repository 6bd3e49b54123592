using System.Globalization;
using Npgsql;

namespace OnePassword.Events.PostgreSql.Storage;

/// <summary>The table <c>event</c>. A page is one binary COPY.</summary>
internal static class EventTable
{
    private const char Separator = '#';
    private const int ChunkLength = 64 * 1024;

    /// <summary>Whether the type text accepts a text.</summary>
    public static bool IsText(string text) => !text.Contains('\0', StringComparison.Ordinal);

    /// <summary>Appends events.</summary>
    /// <param name="connection">A connection with a transaction, which holds the lock of the follower.</param>
    /// <param name="follower">The id of the follower.</param>
    /// <param name="lastSeq">The seq of the event before.</param>
    /// <param name="events">The events.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async Task AppendAsync(
        NpgsqlConnection connection, int follower, long lastSeq, IReadOnlyList<RawEvent> events,
        CancellationToken cancellationToken)
    {
        if (connection.PostgresParameters.GetValueOrDefault("client_encoding") is not "UTF8")
            throw new InvalidOperationException("The connection must have the client encoding UTF8.");
        var copy = await connection.BeginRawBinaryCopyAsync(
            $"COPY op_events.event ({EventRows.Columns}) FROM STDIN (FORMAT BINARY)", cancellationToken).ConfigureAwait(false);
        await using (copy.ConfigureAwait(false))
        {
            try
            {
                await WriteAsync(copy, new EventRows(follower, lastSeq), events, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                await copy.CancelAsync().ConfigureAwait(false); // Otherwise, its disposal completes it with a part of the rows.
                throw;
            }
        }
    }

    /// <summary>Returns the identifiers of the latest events, the oldest first.</summary>
    public static async Task<IReadOnlyList<string>> RecentKeysAsync(
        NpgsqlConnection connection, int follower, long lastSeq, int window, CancellationToken cancellationToken)
    {
        var command = connection.Command(
            "SELECT uuid, checksum FROM op_events.event WHERE follower_id = $1 AND seq > $2 AND uuid IS NOT NULL ORDER BY seq",
            new() { Value = follower }, new() { Value = lastSeq - window });
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var keys = new List<string>();
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    var checksum = unchecked((uint)reader.GetInt32(1));
                    keys.Add(string.Create(CultureInfo.InvariantCulture, $"{reader.GetString(0)}{Separator}{checksum:x8}"));
                }
                return keys;
            }
        }
    }

    private static async Task WriteAsync(
        NpgsqlRawCopyStream copy, EventRows rows, IReadOnlyList<RawEvent> events, CancellationToken cancellationToken)
    {
        rows.WriteHeader();
        foreach (var one in events)
        {
            rows.Write(one);
            if (rows.Written.Length < ChunkLength)
                continue;
            await copy.WriteAsync(rows.Written, cancellationToken).ConfigureAwait(false);
            rows.Clear();
        }
        rows.WriteEnd();
        await copy.WriteAsync(rows.Written, cancellationToken).ConfigureAwait(false);
    }
}
