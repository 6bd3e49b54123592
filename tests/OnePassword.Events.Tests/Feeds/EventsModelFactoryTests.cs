using System.Net;
using System.Text;

namespace OnePassword.Events.Tests.Feeds;

/// <summary>The objects of a unit test behave like those of the client.</summary>
public sealed class EventsModelFactoryTests
{
    private static readonly V2.SignInAttempt Attempt = new() { Uuid = "A1", Timestamp = EventTime.Parse("2026-01-31T11:54:19.710457472Z") };

    [Test]
    public void Followed_page_has_the_feed_and_the_API_version_of_its_events()
    {
        Assert.That($"{EventsModelFactory.FollowedPage([new V2.AuditEvent()])}", Is.EqualTo("auditevents: 1 events; more: False"));
        Assert.That(Identity(EventsModelFactory.FollowedPage([new V2.AuditEvent()])), Is.EqualTo(("auditevents", "auditevents", "v2")));
        Assert.That(Identity(EventsModelFactory.FollowedPage([new V2.ItemUsage()])), Is.EqualTo(("itemusages", "itemusages", "v2")));
        Assert.That(Identity(EventsModelFactory.FollowedPage([Attempt])), Is.EqualTo(("signinattempts", "signinattempts", "v2")));
        Assert.That(Identity(EventsModelFactory.FollowedPage([new V1.ItemUsage()], name: "acme-itemusages")), Is.EqualTo(("acme-itemusages", "itemusages", "v1")));
        using var raw = EventsModelFactory.RawEventPage(["{}"]);
        Assert.That(Identity(EventsModelFactory.FollowedPage(raw.Items, feed: FeedNames.ItemUsages)), Is.EqualTo(("itemusages", "itemusages", "v2")));

        static (string, string, string) Identity<T>(FollowedPage<T> page) => (page.Name, page.Feed, page.Checkpoint.ApiVersion);
    }

    [Test]
    public async Task Commit_of_a_followed_page_saves_its_checkpoint_and_state()
    {
        var store = new MemoryCheckpointStore();
        var page = EventsModelFactory.FollowedPage([Attempt, Attempt with { Timestamp = null }], cursor: "c1", hasMore: true, checkpoints: store);
        Assert.That((page.Items.Count, page.HasMore, page.IsCommitted, page.DeliveryCount), Is.EqualTo((2, true, false, 1)));

        await page.SaveStateAsync("before");
        Assert.That((await store.LoadAsync(page.Name))!.Cursor, Is.Null);
        await page.CommitAsync("after");

        var saved = (await store.LoadAsync(FeedNames.SignInAttempts))!;
        Assert.That(page.IsCommitted);
        Assert.That((saved.Cursor, saved.State, saved.Events, saved.LastEventTime), Is.EqualTo(("c1", "after", 2L, Attempt.Timestamp)));
    }

    [Test]
    public void Followed_page_can_be_one_that_is_delivered_again() =>
        Assert.That(EventsModelFactory.FollowedPage([Attempt], deliveryCount: 6).DeliveryCount, Is.EqualTo(6));

    [Test]
    public async Task Followed_pages_of_one_store_can_be_committed_in_any_order()
    {
        var store = new MemoryCheckpointStore();
        var (first, second) = (EventsModelFactory.FollowedPage([Attempt], cursor: "1", checkpoints: store), EventsModelFactory.FollowedPage([Attempt], cursor: "2", checkpoints: store));

        await second.CommitAsync();
        await first.CommitAsync();

        Assert.That((await store.LoadAsync(FeedNames.SignInAttempts))!.Cursor, Is.EqualTo("1"));
    }

    [Test]
    public void Event_page_has_all_values()
    {
        var position = new ReadPosition(DateTimeOffset.UnixEpoch, []);
        var page = EventsModelFactory.EventPage([Attempt], "c1", hasMore: true, position);

        Assert.That((page.Items.Single(), page.Cursor, page.HasMore, page.Position), Is.EqualTo((Attempt, "c1", true, position)));
    }

    [Test]
    public async Task Event_sequence_enumerates_its_events_and_pages_again_each_time()
    {
        var sequence = EventsModelFactory.EventSequence([Attempt, Attempt]);
        for (var turn = 0; turn < 2; turn++)
        {
            Assert.That(await sequence.ToListAsync(), Is.EqualTo(new[] { Attempt, Attempt }));
            Assert.That(await sequence.AsPages().CountAsync(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Event_sequence_can_fail_after_a_page()
    {
        await using var events = EventsModelFactory.EventSequence(PagesAsync()).GetAsyncEnumerator();
        Assert.That(await events.MoveNextAsync());
        Assert.That(async () => await events.MoveNextAsync(), Throws.InstanceOf<EventsConnectionException>());

        static async IAsyncEnumerable<EventPage<V2.SignInAttempt>> PagesAsync()
        {
            yield return EventsModelFactory.EventPage([Attempt], hasMore: true);
            await Task.CompletedTask;
            throw EventsModelFactory.EventsException(EventsFailure.TimedOut);
        }
    }

    [Test]
    public void Raw_page_has_the_bytes_of_its_events_until_it_is_disposed()
    {
        var position = new ReadPosition(DateTimeOffset.UnixEpoch, []);
        var page = EventsModelFactory.RawEventPage([@"{ ""uuid"" : ""A1"" }", "{\n}"], "c\"1", hasMore: true, position);

        Assert.That(page.Items.Select(one => Encoding.UTF8.GetString(one.Json.Span)), Is.EqualTo(new[] { @"{ ""uuid"" : ""A1"" }", "{\n}" }));
        Assert.That((page.Items[0].Uuid, page.Cursor, page.HasMore, page.Position), Is.EqualTo(("A1", "c\"1", true, position)));
        page.Dispose();
        Assert.That(() => page.Items[0], Throws.InstanceOf<ObjectDisposedException>());
    }

    [TestCase("{")]
    [TestCase("{},{}")]
    [TestCase("")]
    public void Raw_event_that_is_not_JSON_is_rejected(string json) =>
        Assert.That(() => EventsModelFactory.RawEventPage([json]), Throws.ArgumentException.With.Message.Contains("An event is not JSON."));

    [Test]
    public void Empty_cursor_is_rejected()
    {
        Assert.That(() => EventsModelFactory.RawEventPage([], cursor: ""), Throws.ArgumentException);
        Assert.That(() => EventsModelFactory.EventPage<V2.AuditEvent>([], cursor: ""), Throws.ArgumentException);
        Assert.That(() => EventsModelFactory.FollowedPage<V2.AuditEvent>([], cursor: ""), Throws.ArgumentException);
    }

    [Test]
    public void Every_failure_can_be_created([Values] EventsFailure reason)
    {
        var failure = EventsModelFactory.EventsException(reason, FeedNames.ItemUsages);
        Assert.That((failure.Reason, failure.Feed), Is.EqualTo((reason, FeedNames.ItemUsages)));
        Assert.That(failure.Message, Does.StartWith("itemusages at "));
    }

    [TestCase(EventsFailure.CursorRejected, HttpStatusCode.BadRequest)]
    [TestCase(EventsFailure.TokenRejected, HttpStatusCode.Unauthorized)]
    [TestCase(EventsFailure.ServerFailed, HttpStatusCode.InternalServerError)]
    public void Failure_has_the_status_of_its_reason(EventsFailure reason, HttpStatusCode status) =>
        Assert.That(EventsModelFactory.EventsException(reason), Is.InstanceOf<EventsApiException>().With.Property("StatusCode").EqualTo(status));

    [Test]
    public void Rate_limit_failure_has_the_wait() => Assert.That(
        EventsModelFactory.EventsException(EventsFailure.RateLimited, retryAfter: TimeSpan.FromSeconds(7)),
        Is.InstanceOf<EventsRateLimitException>().With.Property("RetryAfter").EqualTo(TimeSpan.FromSeconds(7)));

    [Test]
    public void Undefined_failure_is_rejected() =>
        Assert.That(() => EventsModelFactory.EventsException((EventsFailure)999), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
