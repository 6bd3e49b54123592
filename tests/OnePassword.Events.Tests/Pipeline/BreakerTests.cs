using System.Net;

namespace OnePassword.Events.Tests.Pipeline;

/// <summary>When a feed that keeps failing is left alone, and what it takes to come back to it.</summary>
public sealed class BreakerTests
{
    private const string LastPage = """{"cursor":"c","has_more":false,"items":[]}""";

    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
    private readonly StubServer _server = new();

    [Test]
    public async Task A_feed_that_keeps_failing_is_left_alone_and_its_siblings_are_not()
    {
        using var client = Opened();
        Assert.That(Refusal(client).Reason, Is.EqualTo(EventsFailure.CircuitOpen));
        Assert.That(_server.Requests, Has.Count.EqualTo(3));

        _server.Answers(LastPage).Answers(LastPage);
        Assert.That(await client.AuditEvents.ReadAsync().ToListAsync(), Is.Empty);
        _clock.Advance(TimeSpan.FromSeconds(15.1));
        Assert.That(await ReadAsync(client), Is.Empty);
    }

    [Test]
    public void The_message_says_what_is_left_of_the_break()
    {
        using var client = Opened();
        _clock.Advance(TimeSpan.FromSeconds(10));
        var error = Refusal(client);
        Assert.That(error.Message, Does.Contain("try again in 5 s"));
        Assert.That(error.InnerException, Is.Null, "the pipeline's own types stay inside");
    }

    [Test]
    public void The_answer_that_opens_the_breaker_in_the_middle_of_a_call_is_what_the_caller_hears_of()
    {
        for (var i = 0; i < 3; i++)
            _server.Answers(HttpStatusCode.InternalServerError, """{"message":"db down"}""");
        using var client = Client(retries: 6);
        var error = Assert.ThrowsAsync<EventsApiException>(() => _clock.RunAsync(ReadAsync(client)));
        Assert.That(error, Has.Property("Reason").EqualTo(EventsFailure.ServerFailed).And.Property("Attempts").EqualTo(3));
        Assert.That(error.Message, Does.Contain("db down"));
    }

    [Test]
    public async Task A_clock_that_was_set_back_had_a_feed_left_alone_for_as_long()
    {
        using var client = Opened();
        _clock.Set(TimeSpan.FromHours(-1));
        Assert.That(Refusal(client).Message, Does.Contain("try again in 15 s"));
        _clock.Advance(TimeSpan.FromSeconds(15.1));
        _server.Answers(LastPage);
        Assert.That(await ReadAsync(client), Is.Empty);
    }

    [Test]
    public async Task A_caller_who_gives_up_closes_no_breaker()
    {
        using var client = Opened();
        _clock.Advance(TimeSpan.FromSeconds(15.1));
        _server.Hangs();
        using var giveUp = new CancellationTokenSource();
        var probe = ReadAsync(client, giveUp.Token);
        await giveUp.CancelAsync();
        Assert.That(async () => await probe, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Refusal(client).Reason, Is.EqualTo(EventsFailure.CircuitOpen));
    }

    [Test]
    public async Task While_one_attempt_shows_whether_a_feed_is_back_no_other_is_made()
    {
        using var client = Opened();
        _clock.Advance(TimeSpan.FromSeconds(15.1));
        _server.Hangs();
        using var giveUp = new CancellationTokenSource();
        var probe = ReadAsync(client, giveUp.Token);
        var error = Refusal(client);
        Assert.That(error.Reason, Is.EqualTo(EventsFailure.CircuitOpen));
        Assert.That(error.Message, Does.Contain("try again in 15 s"));
        Assert.That(_server.Requests, Has.Count.EqualTo(4), "three that opened the breaker, and the one under way");
        await giveUp.CancelAsync();
        Assert.That(async () => await probe, Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase(HttpStatusCode.Unauthorized)]
    [TestCase(HttpStatusCode.TooManyRequests)]
    public async Task A_server_that_answers_with_a_refusal_answers_and_the_breaker_closes(HttpStatusCode status)
    {
        using var client = Opened();
        _clock.Advance(TimeSpan.FromSeconds(15.1));
        _server.Answers(status, "");
        Assert.That(async () => await ReadAsync(client), Throws.InstanceOf<EventsApiException>());
        _server.Answers(LastPage);
        Assert.That(await _clock.RunAsync(ReadAsync(client)), Is.Empty);
    }

    [Test]
    public void A_server_that_still_fails_after_the_break_is_left_alone_for_another()
    {
        using var client = Opened();
        _clock.Advance(TimeSpan.FromSeconds(15.1));
        _server.Answers(HttpStatusCode.BadGateway, "");
        Assert.That(async () => await ReadAsync(client), Throws.InstanceOf<EventsApiException>());
        Assert.That(Refusal(client).Message, Does.Contain("try again in 15 s"));
    }

    [Test]
    public async Task Nobody_waits_for_the_quota_of_a_feed_that_is_left_alone()
    {
        using var client = Opened(perMinute: 3);
        Assert.That(Refusal(client).Reason, Is.EqualTo(EventsFailure.CircuitOpen), "though the minute's three requests are used up");

        _clock.Advance(TimeSpan.FromSeconds(15.1));
        _server.Answers(LastPage);
        using var giveUp = new CancellationTokenSource();
        var first = ReadAsync(client, giveUp.Token);
        Assert.That(first.IsCompleted, Is.False, "it waits for its turn");
        await giveUp.CancelAsync();
        Assert.That(async () => await first, Throws.InstanceOf<OperationCanceledException>());
        var second = ReadAsync(client);
        _clock.Advance(TimeSpan.FromSeconds(60 - 15.1));
        Assert.That(await second, Is.Empty, "the wait that came to nothing was none of the breaker's");
    }

    [Test]
    public void A_time_out_is_told_in_terms_of_dot_net()
    {
        _server.Hangs();
        using var client = Client(retries: 0);
        var error = Assert.ThrowsAsync<EventsConnectionException>(() => _clock.RunAsync(ReadAsync(client)));
        Assert.That(error.Reason, Is.EqualTo(EventsFailure.TimedOut));
        Assert.That(error.InnerException, Is.InstanceOf<TimeoutException>());
    }

    private EventsClient Opened(int perMinute = EventsRateLimiterOptions.DefaultPerMinute)
    {
        var client = Client(retries: 0, perMinute);
        for (var i = 0; i < 3; i++)
        {
            _server.Answers(HttpStatusCode.InternalServerError, "");
            Assert.That(async () => await ReadAsync(client), Throws.InstanceOf<EventsApiException>());
        }
        return client;
    }

    private EventsClient Client(int retries, int perMinute = EventsRateLimiterOptions.DefaultPerMinute)
    {
        var options = new EventsClientOptions { TimeProvider = _clock, Random = () => 0, Region = EventsRegion.Europe };
        (options.Resilience.Retry.MaxRetryAttempts, options.Resilience.CircuitBreaker.MinimumThroughput) = (retries, 3);
        options.Resilience.RateLimiter.PerMinute = perMinute;
        return _server.Client(options);
    }

    private static EventsConnectionException Refusal(EventsClient client) => Assert.ThrowsAsync<EventsConnectionException>(() => ReadAsync(client))!;

    private static async Task<List<V2.ItemUsage>> ReadAsync(EventsClient client, CancellationToken cancellationToken = default) =>
        await client.ItemUsages.ReadAsync(cancellationToken: cancellationToken).ToListAsync(CancellationToken.None);
}
