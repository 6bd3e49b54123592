namespace OnePassword.Events.Reading;

/// <summary>A successful response that is not a page. The pipeline adds feed and region and throws a public exception.</summary>
internal sealed class PageShapeException(string message) : Exception(message)
{
    public const string NoCursor = "it has no cursor, without which the feed cannot be continued";
    public const string OddHasMore = "its has_more is neither true nor false";
    public const string OddItems = "its items are not a list";
    public const string NotAnObject = "it is not a JSON object";
    public const string OddCursor = "its cursor is not valid Unicode, so that the server would not recognise it";

    /// <summary>Returns the cursor of a page, typed or raw.</summary>
    /// <exception cref="PageShapeException">There is none, or it cannot be sent back as it came.</exception>
    public static string Checked(string? cursor) => string.IsNullOrEmpty(cursor)
        ? throw new PageShapeException(NoCursor)
        : EventIdentity.IsDamaged(cursor) ? throw new PageShapeException(OddCursor) : cursor;
}
