namespace OnePassword.Events.Reading;

/// <summary>One request for a page, before it takes the form of an API version: a cursor alone, or a window and a size.</summary>
internal readonly record struct PageRequest(string? Cursor, int? Limit, DateTimeOffset? Start, DateTimeOffset? End)
{
    public static PageRequest After(string cursor) => new(cursor, null, null, null);
}
