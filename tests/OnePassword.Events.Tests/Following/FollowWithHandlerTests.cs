using System.Net;
using static OnePassword.Events.Tests.Following.Pages;

namespace OnePassword.Events.Tests.Following;

/// <summary>Following with a handler: it recovers from failures, loses nothing and repeats nothing.</summary>
public sealed class FollowWithHandlerTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeClock _clock = new(Now);
    private readonly StubServer _server = new();
    private readonly MemoryCheckpointStore _store = new();
    private readonly List<string> _stored = [];
    private readonly List<FollowProgress> _failures = [];
    private FollowOptions _options = null!;

    [SetUp]
    public void SetUp() => _options = new FollowOptions { StopWhenCaughtUp = true, Progress = new TelemetryRecorder(_failures) };

    [Test]
    public async Task Page_is_committed_after_the_handler_returns()
    {
        _server.Responds(Page("1", more: true, "e01")).Responds(Page("2", more: false, "e02"));
        var cursors = new List<string?>();

        await FollowAsync(async page =>
        {
            cursors.Add((await _store.LoadAsync(page.Name))?.Cursor);
            Store(page);
        });

        Assert.That(cursors, Is.EqualTo(new[] { null, "1" }));
        Assert.That((await _store.LoadAsync(FeedNames.AuditEvents))!.Cursor, Is.EqualTo("2"));
    }

    [Test]
    public async Task Page_is_delivered_again_after_a_wait_if_the_handler_throws()
    {
        _server.Responds(Page("1", more: true, "e01")).Responds(Page("2", more: false, "e02")).Responds(Page("2", more: false, "e02")).Responds(Page("2", more: false, "e02"));
        var failures = 2;

        await FollowAsync(page =>
        {
            if (page.Items[0].Uuid == "e02" && failures-- > 0)
                throw new FormatException("the disk is full");
            Store(page);
            return Task.CompletedTask;
        });

        Assert.That(_stored, Is.EqualTo(new[] { "e01", "e02" }));
        Assert.That(_server.Requests.Select(request => request.Body).Skip(1), Is.All.EqualTo("""{"cursor":"1"}"""));
        Assert.That(_failures.Select(failure => (failure.Failure!.Message, failure.RetryIn!.Value.TotalSeconds)), Is.EqualTo(new[] { ("the disk is full", 1.0), ("the disk is full", 2.0) }));
    }

    [TestCase(HttpStatusCode.TooManyRequests, "5000000", 86_400)]
    [TestCase(HttpStatusCode.TooManyRequests, "2147483647", 86_400)]
    [TestCase(HttpStatusCode.TooManyRequests, "Fri, 31 Dec 9999 23:59:59 GMT", 86_400)]
    [TestCase(HttpStatusCode.ServiceUnavailable, "3600", 3_600)]
    public async Task Follower_waits_as_long_as_Retry_After_says_but_at_most_a_day(HttpStatusCode status, string retryAfter, double seconds)
    {
        _server.Responds(status, "", headers: headers => headers.TryAddWithoutValidation("Retry-After", retryAfter)).Responds(Page("1", more: false, "e01"));

        await FollowAsync(
            page =>
            {
                Store(page);
                return Task.CompletedTask;
            },
            within: TimeSpan.FromDays(2));

        Assert.That(_stored, Is.EqualTo(new[] { "e01" }));
        Assert.That(_failures.Single().RetryIn, Is.EqualTo(TimeSpan.FromSeconds(seconds)));
    }

    [Test]
    public async Task A_page_counts_once_if_the_handler_fails_twice_before_it_succeeds()
    {
        _server.Responds(Page("1", more: false, "e01")).Responds(Page("1", more: false, "e01")).Responds(Page("1", more: false, "e01"));
        var counts = new List<int>();
        _options.Progress = new TelemetryRecorder(_failures, counts);
        var failures = 2;

        await FollowAsync(_ => failures-- > 0 ? throw new FormatException("the disk is full") : Task.CompletedTask);

        Assert.That(counts, Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public async Task Committed_state_survives_a_failure()
    {
        _server.Responds(Page("1", more: true, "e01")).Responds(HttpStatusCode.ServiceUnavailable, "").Responds(Page("2", more: false, "e02"));
        _options.OnStart = (_, _) => Task.FromResult<string?>("begun");
        var kept = new List<string?>();

        await FollowAsync(async page =>
        {
            kept.Add((await _store.LoadAsync(page.Name))!.State);
            await page.CommitAsync($"after {page.Items[0].Uuid}");
        });

        Assert.That(kept, Is.EqualTo(new[] { "begun", "after e01" }));
    }

    [Test]
    public async Task State_that_the_handler_returns_is_stored_with_the_cursor_and_null_keeps_it()
    {
        _server.Responds(Page("1", more: true, "e01")).Responds(Page("2", more: true, "e02")).Responds(Page("3", more: false, "e03"));
        var states = new Queue<string?>(["one", null, "three"]);
        var stored = new List<(string?, string?)>();
        using var client = Client();

        await _clock.RunAsync(client.AuditEvents.FollowAsync(
            _store,
            async (page, _) =>
            {
                var checkpoint = (await _store.LoadAsync(page.Name, CancellationToken.None))!;
                stored.Add((checkpoint.Cursor, checkpoint.State));
                return states.Dequeue();
            },
            _options));

        Assert.That(stored, Is.EqualTo(new[] { (null, null), ("1", "one"), ("2", "one") }));
        Assert.That((await _store.LoadAsync(FeedNames.AuditEvents))!.State, Is.EqualTo("three"));
    }

    [Test]
    public async Task State_saved_within_a_page_does_not_commit_the_page()
    {
        _server.Responds(Page("1", more: true, "e01")).Responds(Page("2", more: false, "e02"));
        var stored = new List<(string?, string?)>();

        await FollowAsync(async page =>
        {
            await page.SaveStateAsync($"writing {page.Items[0].Uuid}");
            var checkpoint = (await _store.LoadAsync(page.Name))!;
            stored.Add((checkpoint.Cursor, checkpoint.State));
        });

        Assert.That(stored, Is.EqualTo(new[] { (null, "writing e01"), ("1", "writing e02") }));
        Assert.That((await _store.LoadAsync(FeedNames.AuditEvents))!.State, Is.EqualTo("writing e02"));
    }

    [Test]
    public async Task OnCommitted_saves_a_state_after_each_response_with_or_without_events()
    {
        _server.Responds(Page("1", more: true, "e01")).Responds(Page("2", more: true)).Responds(Page("3", more: false, "e03"));
        var positions = new List<(string?, string?, bool)>();
        _options.OnCommitted = async (position, cancellationToken) =>
        {
            var stored = (await _store.LoadAsync(position.Name, cancellationToken))!;
            positions.Add((stored.Cursor, stored.State, position.HasMore));
            Assert.That(position.Checkpoint.Cursor, Is.EqualTo(stored.Cursor));
            await position.SaveStateAsync($"after {stored.Cursor}", cancellationToken);
        };

        await FollowAsync(_ => Task.CompletedTask);

        Assert.That(positions, Is.EqualTo(new[] { ("1", (string?)null, true), ("2", "after 1", true), ("3", "after 2", false) }));
        Assert.That((await _store.LoadAsync(FeedNames.AuditEvents))!.State, Is.EqualTo("after 3"));
    }

    [Test]
    public async Task OnStart_receives_the_stored_checkpoint_at_the_start_and_after_each_failure()
    {
        _server.Responds(Page("1", more: true, "e01")).Responds(Page("2", more: false, "e02")).Responds(Page("2", more: false, "e02"));
        var starts = new List<string?>();
        _options.OnStart = (checkpoint, _) =>
        {
            starts.Add(checkpoint is null ? "new" : checkpoint.Cursor);
            return Task.FromResult<string?>(null);
        };
        var fails = true;

        await FollowAsync(page =>
        {
            if (page.Items[0].Uuid == "e02" && fails)
            {
                fails = false;
                throw new FormatException("the disk is full");
            }
            return Task.CompletedTask;
        });

        Assert.That(starts, Is.EqualTo(new[] { "new", "1" }));
    }

    [Test]
    public void First_OnStart_that_throws_stops_the_follower_without_a_request()
    {
        _options.OnStart = (_, _) => throw new FormatException("the folder is in use");

        Assert.That(() => FollowAsync(), Throws.InstanceOf<FormatException>());
        Assert.That(_failures.Single().RetryIn, Is.Null);
        Assert.That(_server.Requests, Is.Empty);
    }

    [Test]
    public async Task Later_OnStart_that_throws_is_retried()
    {
        _server.Responds(HttpStatusCode.ServiceUnavailable, "").Responds(Page("1", more: false, "e01"));
        var starts = 0;
        _options.OnStart = (_, _) => ++starts == 2 ? throw new FormatException("the disk is full") : Task.FromResult<string?>(null);

        await FollowAsync();

        Assert.That(_stored, Is.EqualTo(new[] { "e01" }));
        Assert.That((starts, _failures.Count), Is.EqualTo((3, 2)));
    }

    [Test]
    public async Task Back_off_doubles_up_to_the_maximum_while_the_server_is_down()
    {
        _options.MaxBackoff = TimeSpan.FromSeconds(5);
        for (var number = 0; number < 5; number++)
            _server.Responds(HttpStatusCode.ServiceUnavailable, "");
        _server.Responds(Page("1", more: true, "e01")).Responds(HttpStatusCode.ServiceUnavailable, "").Responds(Page("2", more: false, "e02"));

        await FollowAsync();

        Assert.That(_stored, Is.EqualTo(new[] { "e01", "e02" }));
        Assert.That(_failures.Select(failure => failure.RetryIn!.Value.TotalSeconds), Is.EqualTo(new[] { 1.0, 2, 4, 5, 5, 1 }));
    }

    [Test]
    public async Task Follower_with_a_handler_waits_until_a_rejected_token_is_accepted_again()
    {
        _server.Responds(HttpStatusCode.Unauthorized, "").Responds(Page("1", more: false, "e01"));

        await FollowAsync();

        Assert.That(_stored, Is.EqualTo(new[] { "e01" }));
        Assert.That(((EventsApiException)_failures.Single().Failure!).Reason, Is.EqualTo(EventsFailure.TokenRejected));
    }

    [Test]
    public async Task Retry_After_is_honored_if_it_is_longer_than_the_back_off()
    {
        _server.Responds(HttpStatusCode.TooManyRequests, "", headers: headers => headers.Add("Retry-After", "90")).Responds(Page("1", more: false, "e01"));

        await FollowAsync();

        Assert.That(_failures.Single().RetryIn, Is.EqualTo(TimeSpan.FromSeconds(90)));
        Assert.That(_stored, Is.EqualTo(new[] { "e01" }));
    }

    [Test]
    public async Task Rejected_cursor_stops_a_follower_with_a_handler()
    {
        await _store.SaveAsync(FeedNames.AuditEvents, TestCheckpoint.At("old"));
        _server.Responds(HttpStatusCode.BadRequest, "");

        Assert.That(() => FollowAsync(), Throws.InstanceOf<EventsApiException>().With.Property("Reason").EqualTo(EventsFailure.CursorRejected));
        Assert.That(_failures.Single().RetryIn, Is.Null);
    }

    [Test]
    public void Unusable_checkpoint_stops_a_follower_with_a_handler()
    {
        Assert.That(async () => await _store.SaveAsync(FeedNames.AuditEvents, TestCheckpoint.At("old") with { Host = "elsewhere" }), Throws.Nothing);
        Assert.That(() => FollowAsync(), Throws.InstanceOf<CheckpointException>());
    }

    [Test]
    public void Cancellation_stops_a_follower_at_once_while_the_handler_runs()
    {
        using var stop = new CancellationTokenSource();
        _server.Responds(Page("1", more: true, "e01"));
        using var client = Client();

        Assert.That(
            () => client.AuditEvents.FollowAsync(
                _store,
                async (_, token) =>
                {
                    await stop.CancelAsync();
                    token.ThrowIfCancellationRequested();
                },
                _options,
                stop.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_failures, Is.Empty);
    }

    [Test]
    public async Task Cancellation_while_the_handler_runs_does_not_prevent_the_commit_of_its_page()
    {
        using var stop = new CancellationTokenSource();
        _server.Responds(Page("1", more: true, "e01"));
        using var client = Client();

        Assert.That(
            () => client.AuditEvents.FollowAsync(
                _store,
                async (_, _) =>
                {
                    await stop.CancelAsync();
                    return "stored";
                },
                _options,
                stop.Token),
            Throws.InstanceOf<OperationCanceledException>());
        var checkpoint = await _store.LoadAsync(FeedNames.AuditEvents);
        Assert.That((checkpoint!.Cursor, checkpoint.State), Is.EqualTo(("1", "stored")));
    }

    [Test]
    public async Task Page_of_a_handler_that_returns_early_on_cancellation_is_not_committed()
    {
        using var stop = new CancellationTokenSource();
        _server.Responds(Page("1", more: true, "e01", "e02"));
        using var client = Client();

        Assert.That(
            () => client.AuditEvents.FollowAsync(
                _store,
                async (page, token) =>
                {
                    foreach (var item in page.Items)
                    {
                        if (token.IsCancellationRequested)
                            return;
                        _stored.Add(item.Uuid!);
                        await stop.CancelAsync();
                    }
                },
                _options,
                stop.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_stored, Is.EqualTo(new[] { "e01" }));
        Assert.That((await _store.LoadAsync(FeedNames.AuditEvents))!.Cursor, Is.Null);
    }

    [Test]
    public void First_OnStart_with_an_unpaired_surrogate_stops_the_follower()
    {
        _options.OnStart = (_, _) => Task.FromResult<string?>("a\ud800");

        Assert.That(() => FollowAsync(), Throws.ArgumentException.With.Message.Contains("unpaired surrogate"));
    }

    private Task FollowAsync() => FollowAsync(page =>
    {
        Store(page);
        return Task.CompletedTask;
    });

    private async Task FollowAsync(Func<FollowedPage<V2.AuditEvent>, Task> handle, TimeSpan? within = null)
    {
        using var client = Client();
        await _clock.RunAsync(client.AuditEvents.FollowAsync(_store, (page, _) => handle(page), _options), within);
    }

    private void Store(FollowedPage<V2.AuditEvent> page) => _stored.AddRange(page.Items.Select(item => item.Uuid!));

    private EventsClient Client()
    {
        var options = new EventsClientOptions { TimeProvider = _clock };
        EmulatorFixture.Patient(options.Resilience);
        options.Resilience.Retry.MaxRetryAttempts = 0;
        options.Resilience.TotalRequestTimeout = options.Resilience.AttemptTimeout = TimeSpan.FromSeconds(60);
        return _server.Client(options);
    }

    private sealed class TelemetryRecorder(List<FollowProgress> failures, List<int>? counts = null) : IProgress<FollowProgress>
    {
        public void Report(FollowProgress value)
        {
            if (value.Failure is not null)
                failures.Add(value);
            else
                counts?.Add(value.Events);
        }
    }
}
