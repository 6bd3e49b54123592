using Npgsql;

namespace OnePassword.Events.PostgreSql.Transactions;

/// <summary>The writes of a transaction, beside the checkpoint.</summary>
/// <param name="Items">The number of events of the page; null for a checkpoint without a page.</param>
/// <param name="Events">The events to store; null if the program stores its own form of them.</param>
/// <param name="Write">Writes of the program, on the connection of the transaction; null for none.</param>
internal sealed record PageWrites(
    int? Items, IReadOnlyList<RawEvent>? Events, Func<NpgsqlConnection, CancellationToken, Task>? Write)
{
    public static PageWrites None { get; } = new(null, null, null);
}
