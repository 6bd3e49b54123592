using System.Net;
using static OnePassword.Events.Tests.Following.Pages;

namespace OnePassword.Events.Tests.Following;

/// <summary>Following with a function that handles pages: it gets through failures, and loses and repeats nothing.</summary>
public sealed class FollowWithFunctionTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeClock _clock = new(Now);
    private readonly StubServer _server = new();
    private readonly MemoryCheckpointStore _store = new();
    private readonly List<string> _safe = [];
    private readonly List<FollowProgress> _failures = [];
    private FollowOptions _options = null!;

    [SetUp]
    public void Stop_at_the_end() => _options = new FollowOptions { StopWhenCaughtUp = true, Progress = new TelemetryRecorder(_failures) };

    [Test]
    public async Task Each_page_is_committed_after_the_function_is_done_with_it()
    {
        _server.Answers(Page("1", more: true, "e01")).Answers(Page("2", more: false, "e02"));
        var cursors = new List<string?>();

        await FollowAsync(async page =>
        {
            cursors.Add((await _store.LoadAsync(page.Name))?.Cursor);
            Keep(page);
        });

        Assert.That(cursors, Is.EqualTo(new[] { null, "1" }));
        Assert.That((await _store.LoadAsync(FeedNames.AuditEvents))!.Cursor, Is.EqualTo("2"));
    }

    [Test]
    public async Task A_function_that_throws_sees_the_same_page_again_after_a_wait()
    {
        _server.Answers(Page("1", more: true, "e01")).Answers(Page("2", more: false, "e02")).Answers(Page("2", more: false, "e02")).Answers(Page("2", more: false, "e02"));
        var failures = 2;

        await FollowAsync(page =>
        {
            if (page.Items[0].Uuid == "e02" && failures-- > 0)
                throw new FormatException("the disk is full");
            Keep(page);
            return Task.CompletedTask;
        });

        Assert.That(_safe, Is.EqualTo(new[] { "e01", "e02" }));
        Assert.That(_server.Requests.Select(request => request.Body).Skip(1), Is.All.EqualTo("""{"cursor":"1"}"""));
        Assert.That(_failures.Select(failure => (failure.Failure!.Message, failure.RetryIn!.Value.TotalSeconds)), Is.EqualTo(new[] { ("the disk is full", 1.0), ("the disk is full", 2.0) }));
    }

    [TestCase(HttpStatusCode.TooManyRequests, "5000000", 86_400)]
    [TestCase(HttpStatusCode.TooManyRequests, "2147483647", 86_400)]
    [TestCase(HttpStatusCode.TooManyRequests, "Fri, 31 Dec 9999 23:59:59 GMT", 86_400)]
    [TestCase(HttpStatusCode.ServiceUnavailable, "3600", 3_600)]
    public async Task A_follower_waits_as_long_as_the_server_asks_but_a_day_at_most(HttpStatusCode status, string retryAfter, double seconds)
    {
        _server.Answers(status, "", headers: headers => headers.TryAddWithoutValidation("Retry-After", retryAfter)).Answers(Page("1", more: false, "e01"));

        await FollowAsync(
            page =>
            {
                Keep(page);
                return Task.CompletedTask;
            },
            within: TimeSpan.FromDays(2));

        Assert.That(_safe, Is.EqualTo(new[] { "e01" }));
        Assert.That(_failures.Single().RetryIn, Is.EqualTo(TimeSpan.FromSeconds(seconds)));
    }

    [Test]
    public async Task A_page_that_came_three_times_because_the_function_failed_counts_once()
    {
        _server.Answers(Page("1", more: false, "e01")).Answers(Page("1", more: false, "e01")).Answers(Page("1", more: false, "e01"));
        var answers = new List<int>();
        _options.Progress = new TelemetryRecorder(_failures, answers);
        var failures = 2;

        await FollowAsync(_ => failures-- > 0 ? throw new FormatException("the disk is full") : Task.CompletedTask);

        Assert.That(answers, Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public async Task What_was_kept_with_a_page_outlasts_a_failure()
    {
        _server.Answers(Page("1", more: true, "e01")).Answers(HttpStatusCode.ServiceUnavailable, "").Answers(Page("2", more: false, "e02"));
        _options.State = "begun";
        var kept = new List<string?>();

        await FollowAsync(async page =>
        {
            kept.Add((await _store.LoadAsync(page.Name))!.State);
            await page.CommitAsync($"after {page.Items[0].Uuid}");
        });

        Assert.That(kept, Is.EqualTo(new[] { "begun", "after e01" }));
    }

    [Test]
    public async Task A_server_that_is_down_is_asked_again_after_waits_that_double_up_to_a_bound()
    {
        _options.MaxBackoff = TimeSpan.FromSeconds(5);
        for (var answer = 0; answer < 5; answer++)
            _server.Answers(HttpStatusCode.ServiceUnavailable, "");
        _server.Answers(Page("1", more: true, "e01")).Answers(HttpStatusCode.ServiceUnavailable, "").Answers(Page("2", more: false, "e02"));

        await FollowAsync();

        Assert.That(_safe, Is.EqualTo(new[] { "e01", "e02" }));
        Assert.That(_failures.Select(failure => failure.RetryIn!.Value.TotalSeconds), Is.EqualTo(new[] { 1.0, 2, 4, 5, 5, 1 }));
    }

    [Test]
    public async Task A_revoked_token_is_waited_out()
    {
        _server.Answers(HttpStatusCode.Unauthorized, "").Answers(Page("1", more: false, "e01"));

        await FollowAsync();

        Assert.That(_safe, Is.EqualTo(new[] { "e01" }));
        Assert.That(((EventsApiException)_failures.Single().Failure!).Reason, Is.EqualTo(EventsFailure.TokenRejected));
    }

    [Test]
    public async Task Retry_After_is_honoured_where_it_is_longer()
    {
        _server.Answers(HttpStatusCode.TooManyRequests, "", headers: headers => headers.Add("Retry-After", "90")).Answers(Page("1", more: false, "e01"));

        await FollowAsync();

        Assert.That(_failures.Single().RetryIn, Is.EqualTo(TimeSpan.FromSeconds(90)));
        Assert.That(_safe, Is.EqualTo(new[] { "e01" }));
    }

    [Test]
    public async Task What_waiting_cannot_mend_ends_it()
    {
        await _store.SaveAsync(FeedNames.AuditEvents, Checkpoints.CheckpointStoreContract.Checkpoint("old"));
        _server.Answers(HttpStatusCode.BadRequest, "");

        Assert.That(() => FollowAsync(), Throws.InstanceOf<EventsApiException>().With.Property("Reason").EqualTo(EventsFailure.CursorRejected));
        Assert.That(_failures.Single().RetryIn, Is.Null);
    }

    [Test]
    public void A_checkpoint_that_cannot_be_used_ends_it()
    {
        Assert.That(async () => await _store.SaveAsync(FeedNames.AuditEvents, Checkpoints.CheckpointStoreContract.Checkpoint("old") with { Host = "elsewhere" }), Throws.Nothing);
        Assert.That(() => FollowAsync(), Throws.InstanceOf<CheckpointException>());
    }

    [Test]
    public void Cancelling_ends_it_at_once_in_a_wait_and_in_the_function()
    {
        using var stop = new CancellationTokenSource();
        _server.Answers(Page("1", more: true, "e01"));
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

    private Task FollowAsync() => FollowAsync(page =>
    {
        Keep(page);
        return Task.CompletedTask;
    });

    private async Task FollowAsync(Func<FollowedPage<V2.AuditEvent>, Task> handle, TimeSpan? within = null)
    {
        using var client = Client();
        await _clock.RunAsync(client.AuditEvents.FollowAsync(_store, (page, _) => handle(page), _options), within);
    }

    private void Keep(FollowedPage<V2.AuditEvent> page) => _safe.AddRange(page.Items.Select(item => item.Uuid!));

    private EventsClient Client()
    {
        var options = new EventsClientOptions { TimeProvider = _clock };
        EmulatorFixture.Patient(options.Resilience);
        options.Resilience.Retry.MaxRetryAttempts = 0;
        options.Resilience.TotalRequestTimeout = options.Resilience.AttemptTimeout = TimeSpan.FromSeconds(60);
        return _server.Client(options);
    }

    private sealed class TelemetryRecorder(List<FollowProgress> failures, List<int>? answers = null) : IProgress<FollowProgress>
    {
        public void Report(FollowProgress value)
        {
            if (value.Failure is not null)
                failures.Add(value);
            else
                answers?.Add(value.Events);
        }
    }
}
