using OnePassword.Events.Pipeline.Transport;

namespace OnePassword.Events.Reading;

/// <summary>The requirements of typed and raw parsing on a page.</summary>
internal static class PageShape
{
    public static InvalidResponseException InvalidHasMore() =>
        InvalidResponseException.NotAPage("its has_more is neither true nor false");

    public static InvalidResponseException InvalidItems() => InvalidResponseException.NotAPage("its items are not a list");

    public static InvalidResponseException NotAnObject() => InvalidResponseException.NotAPage("it is not a JSON object");

    /// <summary>Returns the cursor of a page, typed or raw.</summary>
    /// <exception cref="InvalidResponseException">There is none, or it cannot be sent back as it came.</exception>
    public static string CheckedCursor(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
            throw InvalidResponseException.NotAPage("it has no cursor, without which the feed cannot be continued");
        return EventIdentity.IsInvalid(cursor)
            ? throw InvalidResponseException.NotAPage("its cursor is not valid Unicode, so that the server would not recognise it")
            : cursor;
    }
}
