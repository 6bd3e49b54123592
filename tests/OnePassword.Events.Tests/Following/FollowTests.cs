using System.Net;
using OnePassword.Events.Identity;
using static OnePassword.Events.Tests.Following.Pages;

namespace OnePassword.Events.Tests.Following;

/// <summary>The requests of a follower, their times, and the content of its checkpoint.</summary>
public sealed class FollowTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeClock _clock = new(Now);
    private readonly StubServer _server = new();
    private readonly MemoryCheckpointStore _store = new();
    private readonly FollowOptions _options = new() { Start = EventQuery.Since(TimeSpan.FromHours(1), pageSize: 500) };

    [Test]
    public async Task Follower_reads_all_pages_then_polls_and_sends_the_start_time_only_once()
    {
        _server.Responds(Page("1", more: true, "e01")).Responds(Page("2", more: true)).Responds(Page("3", more: false, "e02")).Responds(Page("4", more: false)).Responds(Page("4", more: false, "e03"));

        var pages = await FollowAsync(3);

        Assert.That(pages.Select(page => page.Items.Single().Uuid), Is.EqualTo(new[] { "e01", "e02", "e03" }));
        Assert.That(Bodies(), Is.EqualTo(new[]
        {
            """{"limit":500,"start_time":"2026-01-31T11:00:00Z"}""", """{"cursor":"1"}""", """{"cursor":"2"}""", """{"cursor":"3"}""", """{"cursor":"4"}""",
        }));
        Assert.That(_server.Times.Select(time => (time - Now).TotalSeconds), Is.EqualTo(new[] { 0, 0, 0, 10, 30 }));
    }

    [Test]
    public async Task Poll_interval_doubles_up_to_the_maximum_while_idle_and_resets_on_an_event()
    {
        for (var poll = 0; poll < 5; poll++)
            _server.Responds(Page("1", more: false));
        _server.Responds(Page("2", more: false, "e01")).Responds(Page("3", more: false, "e02"));

        await FollowAsync(2);

        Assert.That(Waits(), Is.EqualTo(new[] { 20, 40, 60, 60, 60, 10 }));
    }

    [Test]
    public async Task Polls_wait_the_interval_less_a_random_part_which_differs_between_feeds([Values(0.5, 1)] double jitter)
    {
        (_options.PollJitter, _options.MaxPollInterval) = (jitter, _options.MinPollInterval);
        var waits = new List<double[]>();
        foreach (var name in new[] { "acme-auditevents", "globex-auditevents" })
        {
            _server.Times.Clear();
            for (var poll = 0; poll < 20; poll++)
                _server.Responds(Page("1", more: false));
            _server.Responds(Page("2", more: false, "e01"));
            _options.Name = name;
            await FollowAsync(1);
            waits.Add([.. _server.Times.Zip(_server.Times.Skip(1), (one, next) => (next - one).TotalSeconds)]);
        }

        Assert.That(waits.SelectMany(feed => feed), Has.Exactly(40).InRange(10 * (1 - jitter), 10).And.Exactly(40).Items);
        Assert.That(waits.Select(feed => feed.Distinct().Count()), Is.All.GreaterThan(15), "each wait is random");
        Assert.That(waits[0], Is.Not.EqualTo(waits[1]));
    }

    [TestCase(-0.1)]
    [TestCase(1.1)]
    [TestCase(double.NaN)]
    public void Random_part_of_polling_intervals_outside_0_to_1_is_rejected(double jitter)
    {
        using var client = Client();
        _options.PollJitter = jitter;
        Assert.That(
            () => client.AuditEvents.FollowAsync(_store, _options), Throws.ArgumentException.With.Message.Contains("PollJitter must be 0 to 1."));
    }

    [Test]
    public async Task Uncommitted_page_is_delivered_again_and_a_committed_page_is_not()
    {
        _server.Responds(Page("1", more: true, "e01")).Responds(Page("2", more: true, "e02"));
        var first = await FollowAsync(2, commit: false);
        await first[0].CommitAsync();
        _server.Responds(Page("2", more: true, "e02"));

        var second = await FollowAsync(1);

        Assert.That(second.Single().Items.Single().Uuid, Is.EqualTo("e02"));
        Assert.That(Bodies()[^1], Is.EqualTo("""{"cursor":"1"}"""));
    }

    [Test]
    public async Task Commit_covers_earlier_pages_and_a_late_commit_of_an_older_page_changes_nothing()
    {
        _server.Responds(Page("1", more: true, "e01")).Responds(Page("2", more: true, "e02"));
        var pages = await FollowAsync(2, commit: false);

        await pages[1].CommitAsync();
        await pages[0].CommitAsync();

        Assert.That((await _store.LoadAsync(FeedNames.AuditEvents))!.Cursor, Is.EqualTo("2"));
    }

    [Test]
    public async Task Commit_of_a_page_from_an_earlier_enumeration_throws()
    {
        _server.Responds(Page("1", more: true, "e01")).Responds(Page("1", more: true, "e01")).Responds(Page("2", more: true, "e02"));
        var earlier = (await FollowAsync(1, commit: false)).Single();
        await FollowAsync(2);

        Assert.That(async () => await earlier.CommitAsync(), Throws.InvalidOperationException.With.Message.Contains("'auditevents' was followed again"));

        Assert.That((await _store.LoadAsync(FeedNames.AuditEvents))!.Cursor, Is.EqualTo("2"));
    }

    [Test]
    public async Task Pages_belong_to_their_enumeration_if_one_sequence_is_enumerated_twice()
    {
        _server.Responds(Page("1", more: true, "e01")).Responds(Page("1", more: true, "e01"));
        var sequence = Client().AuditEvents.FollowAsync(_store, _options);
        var earlier = await sequence.FirstAsync();
        var later = await sequence.FirstAsync();

        Assert.That(async () => await earlier.CommitAsync(), Throws.InvalidOperationException);
        await later.CommitAsync();
    }

    [Test]
    public async Task Commit_of_an_older_page_without_new_events_does_not_move_the_checkpoint_back()
    {
        _server.Responds("""{"cursor":"1","has_more":true,"items":[7]}""").Responds("""{"cursor":"2","has_more":true,"items":[8]}""");
        var pages = await FollowAsync(2, commit: false);

        await pages[1].CommitAsync();
        await pages[0].CommitAsync();

        Assert.That((await _store.LoadAsync(FeedNames.AuditEvents))!.Cursor, Is.EqualTo("2"));
    }

    [Test]
    public async Task Follower_name_in_use_in_the_same_store_is_rejected()
    {
        _server.Responds(Page("1", more: true, "e01")).Responds(Page("2", more: true, "e02"));
        await using (var running = Client().AuditEvents.FollowAsync(_store, _options).GetAsyncEnumerator())
        {
            await running.MoveNextAsync();
            _options.Name = "AUDITEVENTS";
            Assert.That(
                () => FollowAsync(1),
                Throws.InstanceOf<CheckpointException>().With.Property("Reason").EqualTo(CheckpointFailure.InUse).And.Message.Contains("already uses the name 'AUDITEVENTS'"));
            Assert.That(_server.Requests, Has.Count.EqualTo(1));
        }

        Assert.That(await FollowAsync(1), Has.Count.EqualTo(1), "once the other enumeration has ended");
    }

    [TestCase('\ud800')]
    [TestCase('\udc00')]
    public async Task State_with_an_unpaired_surrogate_is_rejected(char half)
    {
        var state = $"a{half}b";
        _server.Responds(Page("1", more: true, "e01"));
        var page = (await FollowAsync(1, commit: false)).Single();

        Assert.That(async () => await page.CommitAsync(state), Throws.ArgumentException.With.Message.Contains("unpaired surrogate"));
        _options.OnStart = (_, _) => Task.FromResult<string?>(state);
        Assert.That(() => FollowAsync(1), Throws.ArgumentException.With.Message.Contains("unpaired surrogate"));
        Assert.That((await _store.LoadAsync(FeedNames.AuditEvents))!.Cursor, Is.Null);
    }

    [Test]
    public async Task Checkpoint_describes_the_position_of_the_follower()
    {
        _server.Responds(Page("1", more: true, "e01", "e05", "e03")).Responds(Page("2", more: false, "e02"));

        await FollowAsync(2);

        var checkpoint = (await _store.LoadAsync(FeedNames.AuditEvents))!;
        Assert.That(checkpoint with { RecentUuids = [] }, Is.EqualTo(new Checkpoint
        {
            Host = "events.1password.eu",
            ApiVersion = "v2",
            Feed = FeedNames.AuditEvents,
            Cursor = "2",
            Start = Now.AddHours(-1),
            PageSize = 500,
            LastEventTime = EventTime.Parse("2026-01-31T10:05:00.123456789Z"),
            SavedAt = Now,
            Events = 4,
            Pages = 2,
            RecentUuids = [],
        }).Using<Checkpoint>((a, b) => a with { RecentUuids = b.RecentUuids } == b));
        Assert.That(checkpoint.RecentUuids, Is.EqualTo(new[] { "e01", "e05", "e03", "e02" }));
    }

    [Test]
    public void Start_in_the_future_of_the_servers_clock_stops_the_follower()
    {
        _server.Responds(HttpStatusCode.OK, Page("1", more: false), headers: headers => headers.Date = Now.AddDays(-2));

        Assert.That(
            () => FollowAsync(1),
            Throws.InstanceOf<CheckpointException>().With.Property("Reason").EqualTo(CheckpointFailure.StartInFuture)
                .And.Message.Contains("'auditevents' starts at 2026-01-31 11:00:00Z, which is in the future: the server's time is 2026-01-29 12:00:00Z"));
    }

    [Test]
    public async Task Relative_start_stays_the_same_time_after_a_crash_before_the_first_page()
    {
        _server.Responds(HttpStatusCode.InternalServerError, "");
        Assert.That(() => FollowAsync(1), Throws.InstanceOf<EventsApiException>());
        _clock.Advance(TimeSpan.FromMinutes(20));
        _server.Responds(Page("1", more: true, "e01"));

        await FollowAsync(1);

        Assert.That(Bodies()[1], Is.EqualTo(Bodies()[0]));
    }

    [Test]
    public async Task Stored_checkpoint_overrides_the_start_option()
    {
        _server.Responds(Page("1", more: true, "e01"));
        await FollowAsync(1);
        _options.Start = EventQuery.Since(TimeSpan.FromDays(5), pageSize: 7);
        _server.Responds(Page("2", more: true, "e02"));

        await FollowAsync(1);

        Assert.That(Bodies()[^1], Is.EqualTo("""{"cursor":"1"}"""));
    }

    [Test]
    public async Task Cursor_of_an_empty_page_is_stored()
    {
        _server.Responds(Page("1", more: false, "e01")).Responds(Page("2", more: false)).Responds(Page("3", more: false));
        _options.StopWhenCaughtUp = true;
        await FollowAsync(1);
        await FollowToEndAsync();
        Assert.That((await _store.LoadAsync(FeedNames.AuditEvents))!.Cursor, Is.EqualTo("2"));

        await FollowToEndAsync();

        Assert.That(Bodies()[^1], Is.EqualTo("""{"cursor":"2"}"""));
    }

    [Test]
    public async Task Cursor_of_an_empty_page_is_stored_only_after_the_page_before_it_is_committed()
    {
        _server.Responds(Page("1", more: true, "e01")).Responds(Page("2", more: true)).Responds(Page("3", more: true, "e02"));

        await FollowAsync(2, commit: false);

        Assert.That((await _store.LoadAsync(FeedNames.AuditEvents))!.Cursor, Is.Null);
    }

    [Test]
    public async Task Follower_stops_when_caught_up_if_configured()
    {
        _server.Responds(Page("1", more: true, "e01")).Responds(Page("2", more: false));
        _options.StopWhenCaughtUp = true;

        Assert.That(await FollowToEndAsync(), Has.Count.EqualTo(1));
        Assert.That(_server.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Duplicates_are_dropped_and_counted_also_after_a_restart()
    {
        _server.Responds(Page("1", more: true, "e01", "e02"));
        await FollowAsync(1);
        _server.Responds(Page("2", more: true, "e02", "e03")).Responds(Page("3", more: true, "e01", "e02")).Responds(Page("4", more: true, "e04", "e04"));

        var pages = await FollowAsync(2);

        Assert.That(pages.SelectMany(page => page.Items).Select(item => item.Uuid), Is.EqualTo(new[] { "e03", "e04" }));
        Assert.That((await _store.LoadAsync(FeedNames.AuditEvents))!.Duplicates, Is.EqualTo(4));
    }

    [Test]
    public async Task Duplicate_window_remembers_only_the_latest_events()
    {
        _options.DuplicateWindow = 2;
        _server.Responds(Page("1", more: true, "e01", "e02", "e03")).Responds(Page("2", more: true, "e02", "e01"));

        var pages = await FollowAsync(2);

        Assert.That(pages[1].Items.Single().Uuid, Is.EqualTo("e01"));
        Assert.That((await _store.LoadAsync(FeedNames.AuditEvents))!.RecentUuids, Is.EqualTo(new[] { "e03", "e01" }));
    }

    [Test]
    public async Task Events_without_a_uuid_are_never_dropped()
    {
        _server.Responds("""{"cursor":"1","has_more":true,"items":[{"action":"a"},{"action":"a"}]}""");
        Assert.That((await FollowAsync(1)).Single().Items, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Page_that_contains_only_elements_that_are_not_events_is_delivered()
    {
        _server.Responds("""{"cursor":"1","has_more":true,"items":[7,null]}""");
        var page = (await FollowAsync(1)).Single();
        Assert.That(page.Items, Is.Empty);
        Assert.That(page.AdditionalProperties["items"].GetArrayLength(), Is.EqualTo(2));
        Assert.That((await _store.LoadAsync(FeedNames.AuditEvents))!.Cursor, Is.EqualTo("1"));
    }

    [Test]
    public async Task Rejected_cursor_stops_the_follower_by_default()
    {
        await BeginAsync();
        _server.Responds(HttpStatusCode.BadRequest, "");

        Assert.That(() => FollowAsync(1), Throws.InstanceOf<EventsApiException>().With.Property("Reason").EqualTo(EventsFailure.CursorRejected));
    }

    [Test]
    public async Task Restart_after_a_rejected_cursor_begins_one_overlap_before_the_last_event_and_drops_duplicates()
    {
        _options.OnCursorRejected = CursorRejectedAction.Restart;
        _options.Overlap = TimeSpan.FromMinutes(3);
        await BeginAsync();
        _server.Responds(HttpStatusCode.BadRequest, "").Responds(Page("n", more: true, "e05", "e06"));

        var page = (await FollowAsync(1)).Single();

        Assert.That(page.Items.Single().Uuid, Is.EqualTo("e06"));
        Assert.That(Bodies()[^1], Is.EqualTo("""{"limit":500,"start_time":"2026-01-31T10:02:00.1234567Z"}"""));
        Assert.That((await _store.LoadAsync(FeedNames.AuditEvents))!.Cursor, Is.EqualTo("n"));
    }

    [Test]
    [Description("Regression: the follower sent requests without end and without a wait.")]
    public async Task Server_that_rejects_every_cursor_stops_the_follower_after_one_restart()
    {
        _options.OnCursorRejected = CursorRejectedAction.Restart;
        await BeginAsync();
        for (var number = 0; number < 5; number++)
            _server.Responds(HttpStatusCode.BadRequest, "").Responds(Page("n", more: true, "e05"));

        Assert.That(() => FollowAsync(1), Throws.InstanceOf<EventsApiException>().With.Property("Reason").EqualTo(EventsFailure.CursorRejected));
        Assert.That(_server.Requests, Has.Count.EqualTo(4), "the beginning, the refusal, the restart, the refusal again");
    }

    [Test]
    [Description("Regression: one event of the far future made a restart skip all later events.")]
    public async Task Restart_after_an_event_with_a_future_timestamp_misses_no_later_event()
    {
        _options.OnCursorRejected = CursorRejectedAction.Restart;
        _server.Responds("""{"cursor":"b","has_more":true,"items":[{"uuid":"e05","timestamp":"2999-01-01T00:00:00Z"}]}""");
        await FollowAsync(1);
        _server.Responds(HttpStatusCode.BadRequest, "").Responds(Page("n", more: true, "e06"));

        await FollowAsync(1);

        var saved = (await _store.LoadAsync(FeedNames.AuditEvents))!;
        Assert.That(saved.Start, Is.EqualTo(Now - _options.Overlap));
    }

    [TestCase("0001-01-01T00:00:00Z")]
    [TestCase("1970-01-01T00:59:59Z")]
    [Description("Regression: the overlap overflowed inside an exception filter, so that the follower did not restart.")]
    public async Task Restart_less_than_one_overlap_after_1970_starts_in_1970(string timestamp)
    {
        _options.OnCursorRejected = CursorRejectedAction.Restart;
        _server.Responds($$"""{"cursor":"b","has_more":true,"items":[{"uuid":"e05","timestamp":"{{timestamp}}"}]}""");
        await FollowAsync(1);
        _server.Responds(HttpStatusCode.BadRequest, "").Responds(Page("n", more: true, "e06"));

        await FollowAsync(1);

        Assert.That(Bodies()[^1], Is.EqualTo("""{"limit":500,"start_time":"1970-01-01T00:00:00Z"}"""));
    }

    [Test]
    public async Task Restart_over_more_events_than_the_duplicate_window_repeats_only_the_older_ones()
    {
        _options.OnCursorRejected = CursorRejectedAction.Restart;
        _options.DuplicateWindow = 3;
        _server.Responds(Page("b", more: true, "e01", "e02", "e03", "e04", "e05"));
        await FollowAsync(1);
        _server.Responds(HttpStatusCode.BadRequest, "").Responds(Page("n", more: true, "e01", "e02", "e03", "e04", "e05", "e06"));

        var page = (await FollowAsync(1)).Single();

        Assert.That(page.Items.Select(item => item.Uuid), Is.EqualTo(new[] { "e01", "e02", "e06" }));
    }

    [Test]
    public async Task Enumerated_again_after_a_failed_restart_the_follower_restarts_again()
    {
        _options.OnCursorRejected = CursorRejectedAction.Restart;
        using var client = Client();
        var pages = client.AuditEvents.FollowAsync(_store, _options);
        _server.Responds(Page("b", more: true, "e05"));
        await CommitFirstAsync();
        _server.Responds(HttpStatusCode.BadRequest, "").Responds(HttpStatusCode.Forbidden, "");
        Assert.That(CommitFirstAsync, Throws.InstanceOf<EventsApiException>().With.Property("Reason").EqualTo(EventsFailure.TokenRejected));

        _server.Responds(HttpStatusCode.BadRequest, "").Responds(Page("n", more: true, "e06"));

        Assert.That(await CommitFirstAsync(), Is.EqualTo("e06"));

        async Task<string?> CommitFirstAsync()
        {
            await using var enumerator = pages.GetAsyncEnumerator();
            await enumerator.MoveNextAsync();
            await enumerator.Current.CommitAsync();
            return enumerator.Current.Items[0].Uuid;
        }
    }

    [Test]
    public async Task Saving_a_state_does_not_move_a_restart_past_uncommitted_events()
    {
        _options.OnCursorRejected = CursorRejectedAction.Restart;
        using var client = Client();
        _server.Responds("""{"cursor":"b","has_more":true,"items":[{"uuid":"e05","timestamp":"2999-01-01T00:00:00Z"}]}""");
        await FirstAsync(async page => await page.CommitAsync());
        _clock.Advance(TimeSpan.FromHours(10));
        _server.Responds(Page("c", more: true, "e06"));
        await FirstAsync(async page => await page.SaveStateAsync("second file"));

        _server.Responds(HttpStatusCode.BadRequest, "").Responds(Page("n", more: true, "e06"));
        await FirstAsync(async page => await page.CommitAsync());

        Assert.That((await _store.LoadAsync(FeedNames.AuditEvents))!.Start, Is.EqualTo(Now - _options.Overlap));

        async Task FirstAsync(Func<FollowedPage<V2.AuditEvent>, Task> handle)
        {
            await using var enumerator = client.AuditEvents.FollowAsync(_store, _options).GetAsyncEnumerator();
            await enumerator.MoveNextAsync();
            await handle(enumerator.Current);
        }
    }

    [Test]
    public void Rejected_start_is_not_retried_indefinitely()
    {
        _options.OnCursorRejected = CursorRejectedAction.Restart;
        _server.Responds(HttpStatusCode.BadRequest, "");

        Assert.That(() => FollowAsync(1), Throws.InstanceOf<EventsApiException>().With.Property("Reason").EqualTo(EventsFailure.BadRequest));
    }

    [Test]
    public async Task Server_without_progress_stops_the_follower()
    {
        await BeginAsync();
        for (var number = 0; number < 3; number++)
            _server.Responds(Page("b", more: true));

        Assert.That(() => FollowAsync(1), Throws.InstanceOf<EventsNoProgressException>());
    }

    [TestCase("v1", "was written for API version v1, but this follower uses API version v2")]
    [TestCase("feed", "was written for feed itemusages, but this follower uses feed auditevents")]
    [TestCase("host", "was written for server events.1password.com, but this follower uses server events.1password.eu")]
    public async Task Checkpoint_of_another_follower_is_rejected(string what, string message)
    {
        await BeginAsync();
        var checkpoint = (await _store.LoadAsync(FeedNames.AuditEvents))!;
        await _store.SaveAsync(FeedNames.AuditEvents, what switch
        {
            "v1" => checkpoint with { ApiVersion = "v1" },
            "feed" => checkpoint with { Feed = FeedNames.ItemUsages },
            _ => checkpoint with { Host = "events.1password.com" },
        });

        Assert.That(() => FollowAsync(1), Throws.InstanceOf<CheckpointException>().With.Property("Reason").EqualTo(CheckpointFailure.Mismatch).And.Message.Contains(message));
        Assert.That(_server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Checkpoint_of_another_account_is_rejected_if_both_tokens_name_their_account()
    {
        await BeginAsync();
        var checkpoint = (await _store.LoadAsync(FeedNames.AuditEvents))!;
        Assert.That(checkpoint.AccountUuid, Is.Null, "the token of the test is no JSON web token");
        var identity = new FeedIdentity(FeedNames.AuditEvents, "v2", EventsRegion.Europe, StubServer.Token);

        Assert.That(() => identity.EnsureMatches("a", checkpoint, "ACCOUNT"), Throws.Nothing);
        Assert.That(() => identity.EnsureMatches("a", checkpoint with { AccountUuid = "ACCOUNT" }, account: null), Throws.Nothing);
        Assert.That(
            () => identity.EnsureMatches("a", checkpoint with { AccountUuid = "THEIRS" }, "OURS"),
            Throws.InstanceOf<CheckpointException>().With.Message.Contains("was written for account THEIRS, but this follower uses account OURS"));
    }

    [Test]
    public async Task Stored_state_stays_until_a_commit_replaces_it()
    {
        _options.OnStart = (_, _) => Task.FromResult<string?>("begun");
        _server.Responds(Page("1", more: true, "e01")).Responds(Page("2", more: true, "e02")).Responds(Page("3", more: true)).Responds(Page("4", more: true, "e03"));

        await using var pages = Client().AuditEvents.FollowAsync(_store, _options).GetAsyncEnumerator();
        await pages.MoveNextAsync();
        Assert.That((await _store.LoadAsync(FeedNames.AuditEvents))!.State, Is.EqualTo("begun"));
        await pages.Current.CommitAsync("first");
        await pages.MoveNextAsync();
        await pages.Current.CommitAsync();
        Assert.That((await _store.LoadAsync(FeedNames.AuditEvents))!.State, Is.EqualTo("first"));
        await pages.MoveNextAsync();
        var idle = (await _store.LoadAsync(FeedNames.AuditEvents))!;
        Assert.That((idle.Cursor, idle.State), Is.EqualTo(("3", "first")));
    }

    [Test]
    public async Task Progress_is_reported_per_response_once_its_page_is_handled()
    {
        var seen = new List<FollowProgress>();
        _options.Progress = new TelemetryRecorder(seen);
        _server.Responds(Page("1", more: true, "e01", "e01")).Responds(Page("2", more: false)).Responds(Page("3", more: true, "e02")).Responds(Page("4", more: true, "e03"));

        await FollowAsync(3);

        Assert.That(seen.Select(progress => (progress.Events, progress.Duplicates, progress.CaughtUp)), Is.EqualTo(new[] { (1, 1, false), (0, 0, true), (1, 0, false) }));
        Assert.That(seen[^1].LastEventTime, Is.EqualTo(EventTime.Parse("2026-01-31T10:02:00.123456789Z")));
    }

    [Test]
    public async Task Clock_jump_changes_no_wait_and_loses_no_event([Values(-36, 36)] int hours)
    {
        _server.Responds(Page("1", more: false, "e01")).Responds(Page("2", more: false, "e02")).Responds(Page("3", more: false, "e03"));
        var clocks = new List<long>();
        _options.Progress = new Jump(() =>
        {
            clocks.Add(_clock.GetTimestamp());
            _clock.Set(TimeSpan.FromHours(hours));
        });

        var pages = await FollowAsync(3);

        Assert.That(pages.Select(page => page.Items.Single().Uuid), Is.EqualTo(new[] { "e01", "e02", "e03" }));
        Assert.That(Bodies()[1..], Is.EqualTo(new[] { """{"cursor":"1"}""", """{"cursor":"2"}""" }));
        Assert.That(TimeSpan.FromTicks(clocks[1] - clocks[0]), Is.EqualTo(TimeSpan.FromSeconds(10)));
        Assert.That((await _store.LoadAsync(FeedNames.AuditEvents))!.Cursor, Is.EqualTo("3"));
    }

    [Test]
    public void Invalid_options_are_rejected_before_the_first_request()
    {
        using var client = Client();
        _options.Start = EventQuery.Between(Now.AddDays(-1), Now);
        _options.MaxPollInterval = TimeSpan.FromSeconds(1);
        _options.Name = "a/b";
        Assert.That(
            () => client.AuditEvents.FollowAsync(_store, _options),
            Throws.ArgumentException.With.Message.Contains("Start must be a query without an end.").And.Message.Contains("Name must be 1 to 100").And.Message.Contains("MaxPollInterval must be at least MinPollInterval"));
    }

    private async Task BeginAsync()
    {
        _server.Responds(Page("b", more: true, "e05"));
        await FollowAsync(1);
    }

    private Task<List<FollowedPage<V2.AuditEvent>>> FollowAsync(int pages, bool commit = true) => _clock.RunAsync(TakeAsync(pages, commit));

    private Task<List<FollowedPage<V2.AuditEvent>>> FollowToEndAsync() => FollowAsync(int.MaxValue);

    private async Task<List<FollowedPage<V2.AuditEvent>>> TakeAsync(int count, bool commit)
    {
        using var client = Client();
        var taken = new List<FollowedPage<V2.AuditEvent>>();
        await foreach (var page in client.AuditEvents.FollowAsync(_store, _options))
        {
            taken.Add(page);
            if (commit)
                await page.CommitAsync();
            if (taken.Count == count)
                break;
        }
        return taken;
    }

    private EventsClient Client()
    {
        var options = new EventsClientOptions { TimeProvider = _clock };
        EmulatorFixture.Patient(options.Resilience);
        options.Resilience.Retry.MaxRetryAttempts = 0;
        return _server.Client(options);
    }

    private List<string?> Bodies() => [.. _server.Requests.Select(request => request.Body)];

    private List<double> Waits() => [.. _server.Times.Zip(_server.Times.Skip(1)).Select(pair => (pair.Second - pair.First).TotalSeconds)];

    private sealed class Jump(Action jump) : IProgress<FollowProgress>
    {
        public void Report(FollowProgress value) => jump();
    }

    private sealed class TelemetryRecorder(List<FollowProgress> seen) : IProgress<FollowProgress>
    {
        public void Report(FollowProgress value) => seen.Add(value);
    }
}
