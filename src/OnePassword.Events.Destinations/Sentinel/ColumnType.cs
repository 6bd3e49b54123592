namespace OnePassword.Events.Destinations.Sentinel;

/// <summary>The type of a column that a field of an event is copied to.</summary>
internal enum ColumnType
{
    /// <summary>A string.</summary>
    Text,

    /// <summary>A 64-bit integer.</summary>
    Integer,

    /// <summary>Any JSON value.</summary>
    Dynamic,
}
