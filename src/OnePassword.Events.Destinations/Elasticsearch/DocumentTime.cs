using System.Globalization;
using System.Text.RegularExpressions;

namespace OnePassword.Events.Destinations.Elasticsearch;

/// <summary>The field <c>@timestamp</c>: the time of the event with the digits that the server sent.</summary>
internal static partial class DocumentTime
{
    /// <summary>Returns the time of an event, or the time at which it was read if it has none.</summary>
    public static string Of(in RawEvent rawEvent, EventOrigin origin) => rawEvent.Timestamp switch
    {
        null => Text(origin.ReadAt),
        { Text: var text } when Accepted().IsMatch(text) => text,
        { Value: var value } => Text(value),
    };

    private static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    // RFC 3339 also allows lowercase letters, a space, a leap second and more digits.
    [GeneratedRegex(
        @"\A\d{4}-\d\d-\d\dT\d\d:\d\d:[0-5]\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Accepted();
}
