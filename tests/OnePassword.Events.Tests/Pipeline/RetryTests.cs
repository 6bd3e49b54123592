using System.IO.Compression;
using System.Net;
using System.Net.Sockets;

namespace OnePassword.Events.Tests.Pipeline;

/// <summary>The requests that are retried, and the waits before the retries.</summary>
public sealed class RetryTests
{
    private const string LastPage = """{"cursor":"c","has_more":false,"items":[]}""";

    private static readonly DateTimeOffset Start = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeClock _clock = new(Start);
    private readonly StubServer _server = new();

    [TestCase(HttpStatusCode.RequestTimeout)]
    [TestCase(HttpStatusCode.TooManyRequests)]
    [TestCase(HttpStatusCode.InternalServerError)]
    [TestCase(HttpStatusCode.BadGateway)]
    [TestCase(HttpStatusCode.ServiceUnavailable)]
    public async Task A_transient_status_is_retried(HttpStatusCode status)
    {
        _server.Responds(status, "").Responds(LastPage);
        Assert.That(await ReadAsync(), Is.Empty);
        Assert.That(_server.Requests, Has.Count.EqualTo(2));
        Assert.That(_server.Requests[1], Is.EqualTo(_server.Requests[0]));
    }

    [Test]
    public async Task A_failed_or_lost_connection_is_retried()
    {
        _server.Fails(new HttpRequestException("refused")).Fails(new IOException("ended prematurely")).Fails(new SocketException((int)SocketError.NotConnected)).Responds(LastPage);
        Assert.That(await ReadAsync(), Is.Empty);
    }

    [Test]
    public async Task An_attempt_without_a_response_in_time_is_retried()
    {
        _server.Hangs().Responds(LastPage);
        Assert.That(await ReadAsync(within: TimeSpan.FromDays(1)), Is.Empty);
        Assert.That(
            _clock.GetUtcNow() - Start, Is.EqualTo(TimeSpan.FromSeconds(31)), "30 s for the attempt, 1 s before the next");
    }

    [TestCase(HttpStatusCode.BadRequest)]
    [TestCase(HttpStatusCode.Unauthorized)]
    [TestCase(HttpStatusCode.Forbidden)]
    [TestCase(HttpStatusCode.NotFound)]
    [TestCase(HttpStatusCode.Found)]
    public void A_permanent_status_is_not_retried(HttpStatusCode status)
    {
        _server.Responds(status, "");
        Assert.That(ReadAsync, Throws.InstanceOf<EventsApiException>().With.Property("Attempts").EqualTo(1));
    }

    [TestCase(0.0, 1, 2, 4, 8, 16, 30)]
    [TestCase(0.5, 0.75, 1.5, 3, 6, 12, 22.5)]
    public void Waits_double_up_to_a_limit_and_are_shortened_by_a_random_part(double random, params double[] waits)
    {
        for (var i = 0; i < 7; i++)
            _server.Responds(HttpStatusCode.InternalServerError, "");
        var error = Assert.ThrowsAsync<EventsApiException>(() => ReadAsync(random));
        Assert.That(error, Has.Property("Attempts").EqualTo(7).And.Property("Reason").EqualTo(EventsFailure.ServerFailed));
        Assert.That(error.Message, Does.StartWith("itemusages at eu, 7 attempts: the server returned 500"));
        Assert.That(Waits(), Is.EqualTo(waits).Within(0.001));
    }

    [TestCase("17", 17)]
    [TestCase("Sat, 31 Jan 2026 12:01:30 GMT", 90)]
    [TestCase("0", 1)]
    [TestCase("Sat, 31 Jan 2026 11:00:00 GMT", 1)]
    [TestCase("soon", 1)]
    [TestCase("-5", 1)]
    [TestCase("99999999999999999999", 1)]
    [TestCase(null, 1)]
    public async Task A_valid_Retry_After_is_honored_and_an_invalid_one_is_ignored(string? retryAfter, double seconds)
    {
        _server.Responds(HttpStatusCode.TooManyRequests, "", headers: headers =>
        {
            if (retryAfter is not null)
                headers.TryAddWithoutValidation("Retry-After", retryAfter);
        }).Responds(LastPage);
        await ReadAsync();
        Assert.That((_clock.GetUtcNow() - Start).TotalSeconds, Is.EqualTo(seconds).Within(0.001));
    }

    [TestCase("5000000")]
    [TestCase("2147483647")]
    [TestCase("Fri, 31 Dec 9999 23:59:59 GMT")]
    public void A_requested_wait_of_years_is_limited_to_a_day(string retryAfter)
    {
        _server.Responds(
            HttpStatusCode.TooManyRequests, "", headers: headers => headers.TryAddWithoutValidation("Retry-After", retryAfter));
        var error = Assert.ThrowsAsync<EventsRateLimitException>(() => ReadAsync(Options(), within: null));
        Assert.That(error.RetryAfter, Is.EqualTo(TimeSpan.FromDays(1)));
    }

    [TestCase("Sat, 31 Jan 2026 13:00:02 GMT", "Sat, 31 Jan 2026 13:00:00 GMT")]
    [TestCase("Sat, 31 Jan 2026 11:00:02 GMT", "Sat, 31 Jan 2026 11:00:00 GMT")]
    public async Task A_Retry_After_date_is_relative_to_the_clock_of_the_server(string retryAfter, string date)
    {
        _server.Responds(HttpStatusCode.TooManyRequests, "", headers: headers =>
        {
            headers.TryAddWithoutValidation("Retry-After", retryAfter);
            headers.TryAddWithoutValidation("Date", date);
        }).Responds(LastPage);
        await ReadAsync();
        Assert.That(_clock.GetUtcNow() - Start, Is.EqualTo(TimeSpan.FromSeconds(2)));
    }

    [Test]
    public void A_503_with_a_long_wait_states_the_wait()
    {
        _server.Responds(
            HttpStatusCode.ServiceUnavailable, "", headers: headers => headers.TryAddWithoutValidation("Retry-After", "3600"));
        var error = Assert.ThrowsAsync<EventsApiException>(() => ReadAsync(Options(), within: null));
        Assert.That(
            error,
            Has.Property("Reason").EqualTo(EventsFailure.ServerFailed).And.Property("RetryAfter").EqualTo(TimeSpan.FromHours(1)));
        Assert.That(error.Message, Does.Contain("try again in 3600 s"));
    }

    [TestCase("180", 180)]
    [TestCase("3600", 3600)]
    [TestCase("Sun, 01 Feb 2026 12:00:00 GMT", 86_400)]
    public void A_wait_of_at_least_the_total_timeout_fails_at_once_and_states_the_wait(string retryAfter, double seconds)
    {
        _server.Responds(
            HttpStatusCode.TooManyRequests, "", headers: headers => headers.TryAddWithoutValidation("Retry-After", retryAfter));
        var error = Assert.ThrowsAsync<EventsRateLimitException>(() => ReadAsync(Options(), within: null));
        Assert.That(error.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(seconds)));
        Assert.That(error.Reason, Is.EqualTo(EventsFailure.RateLimited));
        Assert.That(error.Message, Does.Contain($"try again in {seconds:0} s"));
        Assert.That(_clock.GetUtcNow(), Is.EqualTo(Start), "it does not wait");
    }

    [Test]
    public void Attempts_and_waits_end_within_the_total_timeout()
    {
        for (var i = 0; i < 10; i++)
            _server.Hangs();
        var error = Assert.ThrowsAsync<EventsConnectionException>(() => ReadAsync(within: TimeSpan.FromDays(1)));
        Assert.That(error.Reason, Is.EqualTo(EventsFailure.TimedOut));
        Assert.That(error.Attempts, Is.GreaterThan(2));
        Assert.That(_clock.GetUtcNow() - Start, Is.InRange(TimeSpan.FromSeconds(150), TimeSpan.FromSeconds(180)));
    }

    [Test]
    public void The_last_attempt_ends_with_the_total_timeout()
    {
        _server.Hangs().Hangs();
        var options = Options();
        options.Resilience.TotalRequestTimeout = TimeSpan.FromSeconds(40);
        var error = Assert.ThrowsAsync<EventsConnectionException>(() => ReadAsync(options, TimeSpan.FromDays(1)));
        Assert.That(error, Has.Property("Reason").EqualTo(EventsFailure.TimedOut).And.Property("Attempts").EqualTo(2));
        Assert.That(
            _clock.GetUtcNow() - Start, Is.EqualTo(TimeSpan.FromSeconds(40)), "30 s, a wait of 1 s, and the 9 s that were left");
    }

    [TestCase(180)]
    [TestCase(181)]
    public void A_token_that_arrives_after_the_total_timeout_is_a_timeout_and_not_a_429(double seconds)
    {
        _server.Hangs();
        using var client = new EventsClient(
            _server,
            EventsTokenProvider.From(_ =>
            {
                _clock.Advance(TimeSpan.FromSeconds(seconds));
                return ValueTask.FromResult(new EventsToken("t0ken-late"));
            }),
            Options());
        var error = Assert.ThrowsAsync<EventsConnectionException>(
            () => _clock.RunAsync(client.ItemUsages.ReadAsync().ToListAsync()));
        Assert.That(error.Reason, Is.EqualTo(EventsFailure.TimedOut));
    }

    [Test]
    public async Task Waiting_for_the_quota_does_not_count_towards_timeouts()
    {
        for (var i = 0; i < 4; i++)
            _server.Responds($$"""{"cursor":"c{{i}}","has_more":true,"items":[]}""");
        _server.Responds(LastPage);
        var options = Options();
        options.Resilience.RateLimiter.PerMinute = 1;
        options.Resilience.TotalRequestTimeout = TimeSpan.FromSeconds(10);
        options.Resilience.AttemptTimeout = TimeSpan.FromSeconds(5);
        Assert.That(await ReadAsync(options, 60, 60, 60, 60), Is.Empty);
        Assert.That(_clock.GetUtcNow() - Start, Is.EqualTo(TimeSpan.FromMinutes(4)));
    }

    [Test]
    public async Task A_wait_for_the_quota_leaves_the_full_time_for_attempts()
    {
        _server.Responds("""{"cursor":"c","has_more":true,"items":[]}""").Responds(HttpStatusCode.InternalServerError, "").Responds(
            LastPage);
        var options = Options();
        options.Resilience.RateLimiter.PerMinute = 1;
        options.Resilience.TotalRequestTimeout = TimeSpan.FromSeconds(10);
        options.Resilience.AttemptTimeout = TimeSpan.FromSeconds(5);
        Assert.That(await ReadAsync(options, 60, 1, 59), Is.Empty);
        Assert.That(_server.Requests, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_429_of_one_feed_pauses_the_other_feeds_of_the_account()
    {
        _server.Responds(
            HttpStatusCode.TooManyRequests, "", headers: headers => headers.TryAddWithoutValidation("Retry-After", "20"))
            .Responds(LastPage).Responds(LastPage);
        using var client = _server.Client(Options());
        var refused = client.ItemUsages.ReadAsync().ToListAsync();
        await _clock.TimerStartedAsync();
        Assert.That(_server.Requests, Has.Count.EqualTo(1));

        var sibling = client.AuditEvents.ReadAsync().ToListAsync();
        _clock.Advance(TimeSpan.FromSeconds(19));
        Assert.That(_server.Requests, Has.Count.EqualTo(1), "both wait");
        await _clock.RunAsync(Task.WhenAll(refused, sibling));
        Assert.That(_clock.GetUtcNow() - Start, Is.EqualTo(TimeSpan.FromSeconds(20)));
    }

    [Test]
    public void A_429_with_a_long_wait_also_fails_the_other_feeds_at_once()
    {
        _server.Responds(
            HttpStatusCode.TooManyRequests, "", headers: headers => headers.TryAddWithoutValidation("Retry-After", "3600"));
        using var client = _server.Client(Options());
        Assert.That(async () => await client.ItemUsages.ReadAsync().ToListAsync(), Throws.InstanceOf<EventsRateLimitException>());
        _clock.Advance(TimeSpan.FromMinutes(10));
        var error = Assert.ThrowsAsync<EventsRateLimitException>(async () => await client.AuditEvents.ReadAsync().ToListAsync());
        Assert.That(error.RetryAfter, Is.EqualTo(TimeSpan.FromMinutes(50)));
        Assert.That(_server.Requests, Has.Count.EqualTo(1), "the second request is not sent");
    }

    [Test]
    public async Task A_429_pauses_the_account_for_at_most_a_day()
    {
        _server.Responds(HttpStatusCode.TooManyRequests, "", headers: headers => headers.TryAddWithoutValidation("Retry-After", "864000")).Responds(LastPage);
        using var client = _server.Client(Options());
        Assert.That(async () => await client.ItemUsages.ReadAsync().ToListAsync(), Throws.InstanceOf<EventsRateLimitException>());
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.That(await client.AuditEvents.ReadAsync().ToListAsync(), Is.Empty);
    }

    [Test]
    public async Task A_429_pauses_the_account_when_retries_are_off()
    {
        _server.Responds(HttpStatusCode.TooManyRequests, "", headers: headers => headers.TryAddWithoutValidation("Retry-After", "20")).Responds(LastPage);
        var options = Options();
        options.Resilience.Retry.MaxRetryAttempts = 0;
        using var client = _server.Client(options);
        Assert.That(async () => await client.ItemUsages.ReadAsync().ToListAsync(), Throws.InstanceOf<EventsRateLimitException>());
        await _clock.RunAsync(client.AuditEvents.ReadAsync().ToListAsync());
        Assert.That(_clock.GetUtcNow() - Start, Is.EqualTo(TimeSpan.FromSeconds(20)));
    }

    [Test]
    public async Task The_token_is_read_before_each_attempt()
    {
        _server.Responds(HttpStatusCode.InternalServerError, "").Responds(HttpStatusCode.InternalServerError, "").Responds(LastPage);
        var reads = 0;
        using var client = new EventsClient(
            _server, EventsTokenProvider.From(_ => ValueTask.FromResult(new EventsToken($"t0ken-{++reads}"))), Options());
        await _clock.RunAsync(client.ItemUsages.ReadAsync().ToListAsync());
        Assert.That(
            _server.Requests.Select(
                request => request.Headers.Split('\n').Single(line => line.StartsWith("Authorization", StringComparison.Ordinal)).Trim()),
            Is.EqualTo(
                new[] { "Authorization: Bearer t0ken-1", "Authorization: Bearer t0ken-2", "Authorization: Bearer t0ken-3" }));
    }

    [Test]
    public void An_exception_of_the_token_provider_reaches_the_caller()
    {
        using var client = new EventsClient(
            _server, EventsTokenProvider.From(_ => throw new InvalidOperationException("vault sealed")), Options());
        Assert.That(
            async () => await client.ItemUsages.ReadAsync().ToListAsync(),
            Throws.InvalidOperationException.With.Message.EqualTo("vault sealed"));
    }

    [Test]
    public void A_network_failure_of_the_token_provider_is_not_retried()
    {
        var asked = 0;
        using var client = new EventsClient(
            _server,
            EventsTokenProvider.From(_ =>
            {
                asked++;
                throw new HttpRequestException("vault.internal refused");
            }),
            Options());
        Assert.That(
            async () => await client.ItemUsages.ReadAsync().ToListAsync(),
            Throws.InstanceOf<HttpRequestException>().With.Message.Contains("vault"));
        Assert.That(asked, Is.EqualTo(1));
    }

    [Test]
    public void A_token_provider_that_returns_null_is_named_as_the_cause()
    {
        using var client = new EventsClient(
            _server, EventsTokenProvider.From(_ => ValueTask.FromResult<EventsToken>(null!)), Options());
        Assert.That(
            async () => await client.ItemUsages.ReadAsync().ToListAsync(),
            Throws.InvalidOperationException.With.Message.Contains("token provider returned null"));
    }

    [Test]
    public void A_token_provider_that_hangs_ends_in_a_timeout()
    {
        using var client = new EventsClient(
            _server, EventsTokenProvider.From(_ => new ValueTask<EventsToken>(new TaskCompletionSource<EventsToken>().Task)), Options());
        Assert.That(
            async () => await _clock.RunAsync(client.ItemUsages.ReadAsync().ToListAsync()),
            Throws.InstanceOf<TimeoutException>());
        Assert.That(_clock.GetUtcNow() - Start, Is.EqualTo(TimeSpan.FromMinutes(3)));
    }

    [TestCase(HttpStatusCode.TooManyRequests, EventsFailure.RateLimited)]
    [TestCase(HttpStatusCode.Unauthorized, EventsFailure.TokenRejected)]
    [TestCase(HttpStatusCode.InternalServerError, EventsFailure.ServerFailed)]
    public void An_error_status_with_an_unreadable_body_keeps_its_reason(HttpStatusCode status, EventsFailure reason)
    {
        var options = Options();
        options.Resilience.Retry.MaxRetryAttempts = 0;
        using var damaged = new GZipStream(new MemoryStream([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]), CompressionMode.Decompress);
        _server.Responds(status, damaged);
        Assert.That(
            () => ReadAsync(options, within: null),
            Throws.InstanceOf<EventsApiException>().With.Property("Reason").EqualTo(reason));
    }

    [Test]
    public void An_error_status_with_a_body_above_the_size_limit_keeps_its_reason()
    {
        var options = Options();
        options.Resilience.MaxResponseBytes = 1_024;
        _server.Responds(HttpStatusCode.Unauthorized, new string('x', 1_000_000));
        Assert.That(
            () => ReadAsync(options, within: null),
            Throws.InstanceOf<EventsApiException>().With.Property("Reason").EqualTo(EventsFailure.TokenRejected));
    }

    [Test]
    public async Task Many_long_waits_do_not_overflow()
    {
        var options = Options();
        (options.Resilience.Retry.Delay, options.Resilience.Retry.MaxDelay) = (TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        (options.Resilience.Retry.MaxRetryAttempts, options.Resilience.TotalRequestTimeout) = (100, TimeSpan.FromDays(1));
        for (var i = 0; i < 22; i++)
            _server.Responds(HttpStatusCode.InternalServerError, "");
        _server.Responds(LastPage);
        Assert.That(await ReadAsync(options, within: TimeSpan.FromDays(1)), Is.Empty);
    }

    [Test]
    public async Task Changing_the_options_later_does_not_affect_the_client()
    {
        var options = Options();
        using var client = _server.Client(options);
        (options.Resilience.RateLimiter.PerMinute, options.Resilience.MaxResponseBytes) = (0, -1);
        _server.Responds(LastPage);
        Assert.That(await client.ItemUsages.ReadAsync().ToListAsync(), Is.Empty);
    }

    private Task<List<V2.ItemUsage>> ReadAsync() => ReadAsync(random: 0);

    // Without timeouts that the clock could reach while an attempt runs on another thread.
    private Task<List<V2.ItemUsage>> ReadAsync(double random)
    {
        var options = Options(random);
        EmulatorFixture.Patient(options.Resilience);
        return ReadAsync(options, within: null);
    }

    private Task<List<V2.ItemUsage>> ReadAsync(TimeSpan within) => ReadAsync(Options(), within);

    private async Task<List<V2.ItemUsage>> ReadAsync(EventsClientOptions options, TimeSpan? within)
    {
        using var client = _server.Client(options);
        return await _clock.RunAsync(client.ItemUsages.ReadAsync().ToListAsync(), within);
    }

    // Advances the clock only by these waits: an attempt runs on another thread in between, and its timeout is shorter.
    private async Task<List<V2.ItemUsage>> ReadAsync(EventsClientOptions options, params int[] waits)
    {
        using var client = _server.Client(options);
        var reading = client.ItemUsages.ReadAsync().ToListAsync();
        foreach (var wait in waits)
        {
            await _clock.TimerStartedAsync(TimeSpan.FromSeconds(wait));
            _clock.Advance(TimeSpan.FromSeconds(wait));
        }
        return await reading;
    }

    private EventsClientOptions Options(double random = 0) =>
        new() { TimeProvider = _clock, Random = () => random, Region = EventsRegion.Europe };

    private IEnumerable<double> Waits() => _server.Times.Zip(_server.Times.Skip(1), (first, next) => (next - first).TotalSeconds);
}
