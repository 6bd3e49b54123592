using System.Text;
using System.Text.Json;
using OnePassword.Events.Following;

namespace OnePassword.Events.Feeds;

/// <summary>Creates pages that no server sent, for the unit tests of programs.</summary>
internal static class CreatedPage
{
    private static readonly Dictionary<string, string> FeedByEvent = new(StringComparer.Ordinal)
    {
        [nameof(V2.AuditEvent)] = FeedNames.AuditEvents,
        [nameof(V2.ItemUsage)] = FeedNames.ItemUsages,
        [nameof(V2.SignInAttempt)] = FeedNames.SignInAttempts,
    };

    /// <summary>Returns the feed of an event type; the audit events for <see cref="RawEvent"/>.</summary>
    public static string FeedOf<TEvent>() => FeedByEvent.GetValueOrDefault(typeof(TEvent).Name, FeedNames.AuditEvents);

    public static FollowedPage<TEvent> Followed<TEvent>(
        IReadOnlyList<TEvent> items, string name, string feed, string cursor, bool hasMore, ICheckpointStore checkpoints)
    {
        var before = new Checkpoint
        {
            Host = EventsRegion.UnitedStates.Server,
            ApiVersion = typeof(TEvent).Namespace == typeof(V1.AuditEvent).Namespace ? "v1" : "v2",
            Feed = feed,
        };
        var after = before with
        {
            Cursor = cursor,
            LastEventTime = items.Select(TimestampOf).Max(),
            Events = items.Count,
            Pages = 1,
        };
        var committed = new CommittedPosition(checkpoints, name, claim: null, TimeProvider.System);
        committed.Start(before);
        return new FollowedPage<TEvent>(name, items, AdditionalProperties.None, hasMore, after, number: 1, committed);
    }

    /// <exception cref="ArgumentException">An event is not JSON.</exception>
    public static RawEventPage Raw(IEnumerable<string> events, string cursor, bool hasMore)
    {
        var items = string.Join(',', events.Select(Checked));
        var (encoded, more) = (JsonEncodedText.Encode(cursor), hasMore ? "true" : "false");
        var body = $$"""{"cursor":"{{encoded}}","has_more":{{more}},"items":[{{items}}]}""";
        return RawEventPage.Parse(Encoding.UTF8.GetBytes(body));
    }

    private static string Checked(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return json;
        }
        catch (JsonException e)
        {
            throw new ArgumentException("An event is not JSON.", nameof(json), e);
        }
    }

    private static EventTime? TimestampOf<TEvent>(TEvent item) => item switch
    {
        IEvent typed => typed.Timestamp,
        RawEvent raw => raw.Timestamp,
        _ => null,
    };
}
