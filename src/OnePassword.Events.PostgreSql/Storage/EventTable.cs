using System.Globalization;
using System.Text.Unicode;
using Npgsql;
using NpgsqlTypes;

namespace OnePassword.Events.PostgreSql.Storage;

/// <summary>The table <c>event</c>. A page is one binary COPY.</summary>
internal static class EventTable
{
    private const char Separator = '#';

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
        var copy = await connection.BeginBinaryImportAsync(
            """
            COPY op_events.event (follower_id, seq, time, uuid, checksum, is_json, body, body_bytes) FROM STDIN (FORMAT BINARY)
            """,
            cancellationToken).ConfigureAwait(false);
        await using (copy.ConfigureAwait(false))
        {
            foreach (var one in events)
            {
                lastSeq++;
                await copy.StartRowAsync(cancellationToken).ConfigureAwait(false);
                await copy.WriteAsync(follower, NpgsqlDbType.Integer, cancellationToken).ConfigureAwait(false);
                await copy.WriteAsync(lastSeq, NpgsqlDbType.Bigint, cancellationToken).ConfigureAwait(false);
                if (one.TryGetTimestamp(out var time))
                    await copy.WriteAsync(time.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken).ConfigureAwait(false);
                else
                    await copy.WriteNullAsync(cancellationToken).ConfigureAwait(false);
                await WriteKeyAsync(copy, one.DuplicateKey, cancellationToken).ConfigureAwait(false);
                await WriteBodyAsync(copy, one.Json, cancellationToken).ConfigureAwait(false);
            }
            await copy.CompleteAsync(cancellationToken).ConfigureAwait(false);
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

    private static async Task WriteKeyAsync(NpgsqlBinaryImporter copy, string? key, CancellationToken cancellationToken)
    {
        if (key is null || !IsText(key))
        {
            await copy.WriteNullAsync(cancellationToken).ConfigureAwait(false);
            await copy.WriteNullAsync(cancellationToken).ConfigureAwait(false);
            return;
        }
        var separator = key.LastIndexOf(Separator);
        var checksum = uint.Parse(key.AsSpan(separator + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        await copy.WriteAsync(key[..separator], NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
        await copy.WriteAsync(unchecked((int)checksum), NpgsqlDbType.Integer, cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteBodyAsync(
        NpgsqlBinaryImporter copy, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var isText = Utf8.IsValid(body.Span) && !body.Span.Contains((byte)0);
        await copy.WriteAsync(isText && JsonbText.IsAccepted(body.Span), NpgsqlDbType.Boolean, cancellationToken)
            .ConfigureAwait(false);
        if (isText)
            await copy.WriteAsync(body, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
        await copy.WriteNullAsync(cancellationToken).ConfigureAwait(false);
        if (!isText)
            await copy.WriteAsync(body, NpgsqlDbType.Bytea, cancellationToken).ConfigureAwait(false);
    }
}
