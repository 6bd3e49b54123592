using System.Net;

namespace OnePassword.Events.Tests.Pipeline;

/// <summary>The circuit breaker of a feed: when it opens, and when it closes.</summary>
public sealed class BreakerTests
{
    private const string LastPage = """{"cursor":"c","has_more":false,"items":[]}""";

    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
    private readonly StubServer _server = new();

    [Test]
    public async Task A_breaker_stops_the_requests_of_a_failing_feed_and_not_those_of_other_feeds()
    {
        using var client = Opened();
        Assert.That(Failure(client).Reason, Is.EqualTo(EventsFailure.CircuitOpen));
        Assert.That(_server.Requests, Has.Count.EqualTo(3));

        _server.Responds(LastPage).Responds(LastPage);
        Assert.That(await client.AuditEvents.ReadAsync().ToListAsync(), Is.Empty);
        _clock.Advance(TimeSpan.FromSeconds(15.1));
        Assert.That(await ReadAsync(client), Is.Empty);
    }

    [Test]
    public void The_message_of_an_open_circuit_states_the_remaining_time()
    {
        using var client = Opened();
        _clock.Advance(TimeSpan.FromSeconds(10));
        var error = Failure(client);
        Assert.That(error.Message, Does.Contain("try again in 5 s"));
        Assert.That(error.InnerException, Is.Null, "no type of Polly is public");
    }

    [Test]
    public void A_call_that_opens_the_breaker_throws_the_failure_that_opened_it()
    {
        for (var i = 0; i < 3; i++)
            _server.Responds(HttpStatusCode.InternalServerError, """{"message":"db down"}""");
        using var client = Client(retries: 6);
        var error = Assert.ThrowsAsync<EventsApiException>(() => _clock.RunAsync(ReadAsync(client)));
        Assert.That(error, Has.Property("Reason").EqualTo(EventsFailure.ServerFailed).And.Property("Attempts").EqualTo(3));
        Assert.That(error.Message, Does.Contain("db down"));
    }

    [Test]
    [Description("Regression: a clock that was set back by an hour kept the breaker open for an hour.")]
    public async Task A_breaker_closes_on_time_when_the_system_clock_is_set_back()
    {
        using var client = Opened();
        _clock.Set(TimeSpan.FromHours(-1));
        Assert.That(Failure(client).Message, Does.Contain("try again in 15 s"));
        _clock.Advance(TimeSpan.FromSeconds(15.1));
        _server.Responds(LastPage);
        Assert.That(await ReadAsync(client), Is.Empty);
    }

    [Test]
    public async Task A_canceled_probe_does_not_close_the_breaker()
    {
        using var client = Opened();
        _clock.Advance(TimeSpan.FromSeconds(15.1));
        _server.Hangs();
        using var cancellation = new CancellationTokenSource();
        var probe = ReadAsync(client, cancellation.Token);
        await cancellation.CancelAsync();
        Assert.That(async () => await probe, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Failure(client).Reason, Is.EqualTo(EventsFailure.CircuitOpen));
    }

    [Test]
    public async Task A_half_open_breaker_allows_one_attempt_at_a_time()
    {
        using var client = Opened();
        _clock.Advance(TimeSpan.FromSeconds(15.1));
        _server.Hangs();
        using var cancellation = new CancellationTokenSource();
        var probe = ReadAsync(client, cancellation.Token);
        var error = Failure(client);
        Assert.That(error.Reason, Is.EqualTo(EventsFailure.CircuitOpen));
        Assert.That(error.Message, Does.Contain("try again in 15 s"));
        Assert.That(_server.Requests, Has.Count.EqualTo(4), "three that opened the breaker, and the one in flight");
        await cancellation.CancelAsync();
        Assert.That(async () => await probe, Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase(HttpStatusCode.Unauthorized)]
    [TestCase(HttpStatusCode.TooManyRequests)]
    public async Task A_rejected_probe_closes_the_breaker_because_the_server_responds(HttpStatusCode status)
    {
        using var client = Opened();
        _clock.Advance(TimeSpan.FromSeconds(15.1));
        _server.Responds(status, "");
        Assert.That(async () => await ReadAsync(client), Throws.InstanceOf<EventsApiException>());
        _server.Responds(LastPage);
        Assert.That(await _clock.RunAsync(ReadAsync(client)), Is.Empty);
    }

    [Test]
    public void A_failed_probe_opens_the_breaker_for_another_break()
    {
        using var client = Opened();
        _clock.Advance(TimeSpan.FromSeconds(15.1));
        _server.Responds(HttpStatusCode.BadGateway, "");
        Assert.That(async () => await ReadAsync(client), Throws.InstanceOf<EventsApiException>());
        Assert.That(Failure(client).Message, Does.Contain("try again in 15 s"));
    }

    [Test]
    public async Task An_open_circuit_fails_a_request_before_it_waits_for_the_quota()
    {
        using var client = Opened(perMinute: 3);
        Assert.That(Failure(client).Reason, Is.EqualTo(EventsFailure.CircuitOpen), "although the quota is used up");

        _clock.Advance(TimeSpan.FromSeconds(15.1));
        _server.Responds(LastPage);
        using var cancellation = new CancellationTokenSource();
        var first = ReadAsync(client, cancellation.Token);
        Assert.That(first.IsCompleted, Is.False, "it waits for a permit");
        await cancellation.CancelAsync();
        Assert.That(async () => await first, Throws.InstanceOf<OperationCanceledException>());
        var second = ReadAsync(client);
        _clock.Advance(TimeSpan.FromSeconds(60 - 15.1));
        Assert.That(await second, Is.Empty, "the canceled wait does not affect the breaker");
    }

    [Test]
    public void A_timeout_has_a_TimeoutException_as_its_inner_exception()
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
            _server.Responds(HttpStatusCode.InternalServerError, "");
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

    private static EventsConnectionException Failure(EventsClient client) =>
        Assert.ThrowsAsync<EventsConnectionException>(() => ReadAsync(client))!;

    private static async Task<List<V2.ItemUsage>> ReadAsync(EventsClient client, CancellationToken cancellationToken = default) =>
        await client.ItemUsages.ReadAsync(cancellationToken: cancellationToken).ToListAsync(CancellationToken.None);
}
