using OnePassword.Events.Pipeline.Transport;

namespace OnePassword.Events.Reading;

/// <summary>The requirements on a page that typed and raw parsing share.</summary>
internal static class PageRules
{
    public static InvalidResponseException InvalidHasMore() =>
        InvalidResponseException.NotAPage("its has_more is neither true nor false");

    public static InvalidResponseException InvalidItems() => InvalidResponseException.NotAPage("its items are not a list");

    public static InvalidResponseException NotAnObject() => InvalidResponseException.NotAPage("it is not a JSON object");

    /// <summary>Returns the cursor of a page.</summary>
    /// <exception cref="InvalidResponseException">The cursor is missing, or cannot be sent back unchanged.</exception>
    public static string CheckedCursor(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
            throw InvalidResponseException.NotAPage("it has no cursor, so the feed cannot be continued");
        return EventIdentity.IsInvalid(cursor)
            ? throw InvalidResponseException.NotAPage("its cursor is not valid Unicode, so the server would not recognize it")
            : cursor;
    }
}
