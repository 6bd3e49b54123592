namespace OnePassword.Events;

/// <summary>A success that is no page. <see cref="FeedCalls"/> adds feed and region and makes it public.</summary>
internal sealed class PageShapeException(string message) : Exception(message)
{
    public const string NoCursor = "it has no cursor, without which the feed cannot be continued";
    public const string OddHasMore = "its has_more is neither true nor false";
    public const string OddItems = "its items are not a list";
    public const string NotAnObject = "it is not a JSON object";
}
