namespace OnePassword.Events.Destinations.Sentinel;

/// <summary>A column that a field of an event is copied to.</summary>
/// <param name="Name">The name of the column.</param>
/// <param name="Type">The type of the column.</param>
internal sealed record Column(string Name, ColumnType Type)
{
    /// <summary>The columns by the name of the field. They are those of the table of the 1Password solution.</summary>
    public static IReadOnlyList<Column> All { get; } =
    [
        new("uuid_s", ColumnType.Text) { Field = "uuid"u8.ToArray() },
        new("timestamp_text", ColumnType.Text) { Field = "timestamp"u8.ToArray() },
        new("action_type", ColumnType.Text) { Field = "type"u8.ToArray() },
        .. Same(
            ColumnType.Text,
            "session_uuid", "country", "category", "actor_uuid", "actor_type", "actor_account_uuid", "account_uuid", "action",
            "object_type", "object_uuid", "aux_uuid", "aux_info", "vault_uuid", "item_uuid"),
        .. Same(ColumnType.Integer, "aux_id", "used_version"),
        .. Same(
            ColumnType.Dynamic,
            "details", "target_user", "client", "location", "actor_details", "object_details", "aux_details", "session", "user"),
    ];

    /// <summary>Gets the name of the field, in UTF-8.</summary>
    public required byte[] Field { get; init; }

    /// <summary>Returns the index of the column of a field; -1 if it has none.</summary>
    public static int IndexOf(ReadOnlySpan<byte> field)
    {
        for (var i = 0; i < All.Count; i++)
        {
            if (field.SequenceEqual(All[i].Field))
                return i;
        }
        return -1;
    }

    private static IEnumerable<Column> Same(ColumnType type, params string[] names) =>
        names.Select(name => new Column(name, type) { Field = System.Text.Encoding.UTF8.GetBytes(name) });
}
