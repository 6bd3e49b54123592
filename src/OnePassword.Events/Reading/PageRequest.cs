namespace OnePassword.Events.Reading;

/// <summary>A request for a page in either API version: only a cursor, or a time range and a page size.</summary>
internal readonly record struct PageRequest(string? Cursor, int? Limit, DateTimeOffset? Start, DateTimeOffset? End)
{
    public static PageRequest After(string cursor) => new(cursor, null, null, null);
}
