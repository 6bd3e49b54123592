using System.Threading.RateLimiting;
using OnePassword.Events.Pipeline.Quota;

namespace OnePassword.Events.Tests.Pipeline.Quota;

public sealed class QuotaLimiterTests : IDisposable
{
    private readonly FakeClock _clock = new(DateTimeOffset.UnixEpoch);
    private readonly QuotaLimiter _limiter;

    public QuotaLimiterTests() => _limiter = Limiter(perMinute: 3, perHour: 100);

    public void Dispose() => _limiter.Dispose();

    [Test]
    public void Requests_up_to_the_limit_are_granted_at_once_and_the_next_waits()
    {
        for (var i = 0; i < 3; i++)
            Assert.That(Acquire().IsCompleted, Is.True);
        Assert.That(Acquire().IsCompleted, Is.False);
        Assert.That(_limiter.Waiting, Is.EqualTo(1));
    }

    [Test]
    public async Task A_permit_becomes_free_one_window_after_the_response_and_not_after_the_request()
    {
        var first = await Acquire();
        await Send(2);
        _clock.Advance(TimeSpan.FromSeconds(50));
        Complete(first);

        _clock.Advance(TimeSpan.FromSeconds(10)); // The other two responses are one minute old.
        await Send(2);
        var next = Acquire();
        _clock.Advance(TimeSpan.FromSeconds(49.9));
        Assert.That(_limiter.Waiting, Is.EqualTo(1), "the first request started 109.9 s ago, but its response came 59.9 s ago");
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.That(await Ends(next), Is.True);
    }

    [Test]
    public async Task A_request_without_a_response_counts_indefinitely()
    {
        await Acquire();
        await Acquire();
        await Acquire();
        _ = Acquire();
        _clock.Advance(TimeSpan.FromHours(3));
        Assert.That(_limiter.Waiting, Is.EqualTo(1));
    }

    [Test]
    public async Task A_waiting_request_is_granted_one_window_after_the_first_response()
    {
        QuotaPermit[] inFlight = [await Acquire(), await Acquire(), await Acquire()];
        var next = Acquire();
        _clock.Advance(TimeSpan.FromHours(3));
        Complete(inFlight[1]);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(await Ends(next), Is.True);
    }

    [Test]
    public async Task An_unused_permit_is_granted_to_the_next_waiting_request()
    {
        QuotaPermit[] taken = [await Acquire(), await Acquire(), await Acquire()];
        var next = Acquire();
        taken[0].Dispose();
        Assert.That(await Ends(next), Is.True);
    }

    [Test]
    public async Task An_unused_permit_does_not_count()
    {
        for (var i = 0; i < 20; i++)
            (await Acquire()).Dispose();
        Assert.That(Acquire().IsCompleted, Is.True);
    }

    [Test]
    public async Task The_limits_per_minute_and_per_hour_both_apply()
    {
        _limiter.Join(new EventsRateLimiterOptions { PerMinute = 3, PerHour = 5 });
        await Send(3);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await Send(2);
        var sixth = Acquire();
        _clock.Advance(TimeSpan.FromMinutes(58.9));
        Assert.That(_limiter.Waiting, Is.EqualTo(1));
        _clock.Advance(TimeSpan.FromMinutes(0.1));
        Assert.That(await Ends(sixth), Is.True);
    }

    [Test]
    public async Task Permits_are_granted_in_the_order_of_the_requests()
    {
        _limiter.Join(new EventsRateLimiterOptions { PerMinute = 3, PerHour = 5 });
        await Send(3);
        Task<QuotaPermit>[] waiting = [Acquire(), Acquire(), Acquire(), Acquire()];
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(await Ends(waiting[0]) && await Ends(waiting[1]), Is.True);
        Assert.That(_limiter.Waiting, Is.EqualTo(2), "the hour allows five");

        Complete(await waiting[0]);
        Complete(await waiting[1]);
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.That(await Ends(waiting[2]) && await Ends(waiting[3]), Is.True);
    }

    [Test]
    [Description("Regression: a permit that was granted at once after the request hid that the request had waited.")]
    public async Task A_request_that_waits_states_it_and_its_shortest_wait_even_if_the_permit_is_granted_before_it_is_awaited()
    {
        await Send(3);
        var request = _limiter.Request(CancellationToken.None);
        Assert.That(_clock.AdvanceToNextTimer(TimeSpan.FromHours(1)), Is.True);
        Assert.That((request.Waits, request.Least), Is.EqualTo((true, (TimeSpan?)TimeSpan.FromMinutes(1))));
        Assert.That((await request.Permit).IsAcquired, Is.True);
    }

    [Test]
    public void A_request_that_is_already_canceled_takes_no_permit()
    {
        Assert.That(
            async () => await _limiter.Request(new CancellationToken(canceled: true)).Permit,
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_limiter.IsIdle, Is.True);
    }

    [Test]
    public async Task A_permit_that_is_granted_during_cancellation_is_not_lost()
    {
        QuotaPermit[] taken = [await Acquire(), await Acquire(), await Acquire()];
        using var cancellation = new CancellationTokenSource();
        var waiting = _limiter.Request(cancellation.Token).Permit.AsTask();
        using var last = cancellation.Token.Register(taken[0].Dispose); // Called first: the latest registration is.
        await cancellation.CancelAsync();
        Assert.That(await Ends(waiting) && waiting.IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public async Task A_canceled_request_leaves_its_place_to_the_next()
    {
        await Send(3);
        using var cancellation = new CancellationTokenSource();
        var (quitter, next) = (_limiter.Request(cancellation.Token).Permit.AsTask(), Acquire());
        await cancellation.CancelAsync();
        Assert.That(async () => await quitter, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_limiter.Waiting, Is.EqualTo(1));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(await Ends(next), Is.True);
    }

    [Test]
    public async Task A_pause_stops_all_permits_and_the_longest_pause_applies()
    {
        _limiter.Pause(TimeSpan.FromSeconds(30));
        _limiter.Pause(TimeSpan.FromSeconds(10));
        var waiting = Acquire();
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.That(_limiter.Waiting, Is.EqualTo(1));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await Ends(waiting), Is.True);
    }

    [Test]
    public async Task A_pause_fails_waiting_requests_that_cannot_wait_as_long()
    {
        await Send(3);
        var (impatient, patient) = (
            _limiter.Request(CancellationToken.None, TimeSpan.FromMinutes(3)).Permit.AsTask(),
            _limiter.Request(CancellationToken.None, TimeSpan.FromHours(2)).Permit.AsTask());

        _limiter.Pause(TimeSpan.FromHours(1));

        var refused = await impatient;
        Assert.That(
            (refused.IsAcquired, refused.TryGetMetadata(MetadataName.RetryAfter, out var wait), wait),
            Is.EqualTo((false, true, TimeSpan.FromHours(1))));
        Assert.That((patient.IsCompleted, _limiter.Waiting), Is.EqualTo((false, 1)));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.That((await patient).IsAcquired, Is.True);
    }

    [TestCase(0, 0, 60_000)]
    [TestCase(0, 90_000, 90_000)]
    [TestCase(59_999.6, 0, 1, Description = "No timer counts less than a millisecond.")]
    public async Task A_waiting_request_is_woken_once(double passed, double pause, double woken)
    {
        await Send(3);
        _clock.Advance(TimeSpan.FromMilliseconds(passed));
        _ = Acquire();
        _limiter.Pause(TimeSpan.FromMilliseconds(pause));
        var start = _clock.GetUtcNow();
        Assert.That(_clock.AdvanceToNextTimer(TimeSpan.FromHours(1)), Is.True);
        Assert.That(_clock.GetUtcNow() - start, Is.EqualTo(TimeSpan.FromMilliseconds(woken)));
        Assert.That(_limiter.Waiting, Is.Zero);
    }

    [Test]
    public async Task A_canceled_request_is_not_woken()
    {
        await Send(3);
        using var cancellation = new CancellationTokenSource();
        _ = _limiter.Request(cancellation.Token).Permit.AsTask();
        await cancellation.CancelAsync();
        Assert.That(_clock.AdvanceToNextTimer(TimeSpan.FromHours(1)), Is.False);
    }

    [Test]
    public void The_lowest_of_several_limits_applies()
    {
        _limiter.Join(new EventsRateLimiterOptions { PerMinute = 1, PerHour = 30_000 });
        _limiter.Join(new EventsRateLimiterOptions());
        Assert.That(Acquire().IsCompleted, Is.True);
        Assert.That(Acquire().IsCompleted, Is.False);
    }

    [Test]
    public async Task A_waiting_request_is_granted_when_the_lowest_limit_ends()
    {
        var lowest = new EventsRateLimiterOptions { PerMinute = 1, PerHour = 100 };
        _limiter.Join(lowest);
        await Send(1);
        var next = Acquire();
        _limiter.Leave(lowest);
        Assert.That(await Ends(next), Is.True);
    }

    [Test]
    public async Task Every_window_contains_at_most_its_limit_and_no_permit_stays_unused()
    {
        using var limiter = Limiter(perMinute: 40, perHour: 400);
        var completed = new List<TimeSpan>();
        var callers = new Queue<Task<QuotaPermit>>();
        while (completed.Count < 800)
        {
            while (callers.Count < 5)
                callers.Enqueue(limiter.Request(CancellationToken.None).Permit.AsTask());
            var next = callers.Dequeue();
            while (limiter.Waiting > callers.Count) // All requests, including the next one.
                Assert.That(_clock.AdvanceToNextTimer(TimeSpan.FromHours(1)), Is.True, "a request waits, so a timer is set");
            Complete(await next);
            completed.Add(_clock.GetUtcNow() - DateTimeOffset.UnixEpoch);
        }

        Assert.That(
            completed.Zip(completed.Skip(40), (first, later) => later - first),
            Is.All.GreaterThanOrEqualTo(TimeSpan.FromMinutes(1)));
        Assert.That(
            completed.Zip(completed.Skip(400), (first, later) => later - first),
            Is.All.GreaterThanOrEqualTo(TimeSpan.FromHours(1)));
        Assert.That(
            completed[^1], Is.EqualTo(TimeSpan.FromMinutes(60 + 9)), "400 in the first hour, 40 per minute, and 400 in the next");
    }

    private QuotaLimiter Limiter(int perMinute, int perHour)
    {
        var limiter = new QuotaLimiter(_clock);
        limiter.Join(new EventsRateLimiterOptions { PerMinute = perMinute, PerHour = perHour });
        return limiter;
    }

    private Task<QuotaPermit> Acquire() => _limiter.Request(CancellationToken.None).Permit.AsTask();

    private async Task Send(int requests)
    {
        for (var i = 0; i < requests; i++)
            Complete(await Acquire());
    }

    private static void Complete(QuotaPermit permit)
    {
        permit.Sent();
        permit.Dispose();
    }

    // Continuations run on the thread pool, so a granted permit arrives shortly afterwards.
    private static async Task<bool> Ends(Task task) =>
        await Task.WhenAny(task, Task.Delay(TimeSpan.FromMinutes(2), TimeProvider.System)) == task;
}
