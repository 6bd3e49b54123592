namespace OnePassword.Events.Destinations.Tests;

/// <summary>The delivery of pages, through an HTTPS endpoint.</summary>
public sealed class EventDeliveryTests
{
    private static readonly string[] All = [.. Enumerable.Range(0, 1_000).Select(Pages.Uuid)];

    [Test]
    public async Task Page_is_delivered_in_order()
    {
        await using var endpoint = await Endpoint.StartAsync();
        await endpoint.DeliverAsync(Pages.Of(1_000));
        Assert.That(endpoint.Uuids, Is.EqualTo(All));
        Assert.That(endpoint.Reports, Is.Empty);
    }

    [Test, Property("Statement", 1)]
    [Description("One poison event of 1,000 becomes a dead letter, the other 999 are delivered, and the next page is.")]
    public async Task Rejected_event_becomes_a_dead_letter_and_the_others_are_delivered()
    {
        await using var endpoint = await Endpoint.StartAsync();
        endpoint.Service.Rejects = line => line.Contains("\"E567\"", StringComparison.Ordinal);
        await endpoint.DeliverAsync(Pages.Of(1_000));
        await endpoint.DeliverAsync(Pages.Of(1, first: 1_000));

        Assert.That(endpoint.Uuids, Is.EqualTo(All.Where(uuid => uuid != "E567").Append("E1000")));
        var letter = endpoint.DeadLetters.Read().Single();
        Assert.That(letter.Event.ToString(), Is.EqualTo(Pages.Event("E567").ToString()));
        Assert.That(letter.Origin, Is.EqualTo(Pages.Origin));
        Assert.That((letter.Status, letter.Reason), Is.EqualTo((400, "HTTP 400: invalid event")));
        Assert.That(letter.Destination, Does.StartWith("http://127.0.0.1:"));
    }

    [Test, Property("Statement", 4)]
    [Description("Counters match the events of the service.")]
    public async Task Statistics_match_what_the_service_received()
    {
        await using var endpoint = await Endpoint.StartAsync();
        endpoint.Service.Rejects = line => line.Contains("\"E1\"", StringComparison.Ordinal);
        endpoint.Service.Inject(503);
        await endpoint.DeliverAsync(Pages.Of(8));

        var statistics = endpoint.Delivery.Statistics;
        Assert.That(statistics.Delivered, Is.EqualTo(endpoint.Service.Lines.Count).And.EqualTo(7));
        Assert.That(statistics.DeadLetters, Is.EqualTo(1));
        Assert.That(statistics.Attempts, Is.EqualTo(endpoint.Service.Requests.Count));
        Assert.That(statistics.Failures, Is.EqualTo(1));
        Assert.That(statistics.SentAgain, Is.EqualTo(endpoint.Service.Requests.Sum(request => request.Lines.Length) - 8));
        Assert.That(statistics.Bytes, Is.EqualTo(endpoint.Service.Requests.Sum(request => request.Body.Length)));
    }

    [Test, Property("Statement", 6)]
    [Description("Dead letters are bounded by a share of a page.")]
    public async Task Page_with_too_many_rejected_events_stops_the_delivery_and_writes_no_dead_letter()
    {
        await using var endpoint = await Endpoint.StartAsync(options => options with { RetryFor = TimeSpan.FromMinutes(1) });
        endpoint.Service.Rejects = _ => true;
        Assert.That(
            () => endpoint.DeliverAsync(Pages.Of(1_000)),
            Throws.TypeOf<DestinationException>().With.Message.Contains("at most 100 of a page of 1000 may become dead letters"));
        Assert.That(endpoint.DeadLetters.Read(), Is.Empty);
        Assert.That(endpoint.Service.Requests, Has.Count.LessThan(250), "it stops to split when the bound is exceeded");
    }

    [Test, Property("Statement", 6)]
    [Description("Dead letters are bounded per minute.")]
    public async Task More_dead_letters_per_minute_than_allowed_wait_for_the_next_minute()
    {
        await using var endpoint = await Endpoint.StartAsync(options => options with { MaxRejectedPerMinute = 2 });
        endpoint.Service.Rejects = line => line.Contains("poison", StringComparison.Ordinal);
        for (var i = 0; i < 3; i++)
            await endpoint.DeliverAsync([Pages.Event($"A{i}"), Pages.Event($"B{i}", ",\"poison\":1")]);
        Assert.That(endpoint.DeadLetters.Read(), Has.Count.EqualTo(3));
        Assert.That(endpoint.Uuids, Is.EqualTo(new[] { "A0", "A1", "A2" }), "delivered events are not sent again");
        Assert.That(endpoint.Reports.Count(report => report.RequiresOperator), Is.EqualTo(2));
    }

    [Test, Property("Statement", 6)]
    [Description("A feed with pages of one event writes no more than ten dead letters in a row.")]
    public async Task Destination_that_accepts_nothing_stops_after_ten_pages()
    {
        await using var endpoint = await Endpoint.StartAsync(options => options with { RetryFor = TimeSpan.FromMinutes(1) });
        endpoint.Service.Rejects = _ => true;
        for (var i = 0; i < 10; i++)
            await endpoint.DeliverAsync(Pages.Of(1, first: i));
        Assert.That(() => endpoint.DeliverAsync(Pages.Of(1)), Throws.TypeOf<DestinationException>());
        Assert.That(endpoint.DeadLetters.Read(), Has.Count.EqualTo(10));
    }

    [Test, Property("Statement", 7)]
    [Description("A rejected token stops the destination, writes no dead letter, and delivery continues when it is replaced.")]
    public async Task Rejected_token_stops_with_one_clear_line_until_it_is_replaced()
    {
        await using var endpoint = await Endpoint.StartAsync();
        endpoint.Service.Token = "other";
        var delivering = endpoint.DeliverAsync(Pages.Of(3));
        await Wait.UntilAsync(() => endpoint.Reports.Count >= 2);
        endpoint.Service.Token = "secret-token";
        await delivering;

        Assert.That(endpoint.Uuids, Is.EqualTo(All[..3]));
        Assert.That(endpoint.DeadLetters.Read(), Is.Empty);
        var report = endpoint.Reports[0];
        Assert.That((report.RequiresOperator, report.SecretRejected), Is.EqualTo((true, true)));
        Assert.That(report.Failure, Does.EndWith(": HTTP 401: unknown token. Check the token and its rights."));
        Assert.That(endpoint.Reports[^1].Failure, Is.Null);
    }

    [Test]
    [Description("The wait for an operator ends at once when the fault is corrected. The fake clock does not advance.")]
    public async Task Retry_now_ends_the_wait_for_an_operator()
    {
        await using var endpoint = await Endpoint.StartAsync();
        endpoint.Service.Token = "other";
        var delivering = endpoint.Delivery.DeliverAsync(Pages.Of(3), Pages.Origin, progress: endpoint);
        await Wait.UntilAsync(() => endpoint.Reports.Count == 1);
        endpoint.Service.Token = "secret-token";

        endpoint.Delivery.RetryNow();

        await delivering.WaitAsync(Wait.Limit, TimeProvider.System);
        Assert.That((endpoint.Uuids, endpoint.Clock.GetUtcNow()), Is.EqualTo((All[..3], Pages.Now)));
    }

    [Test]
    [Description("A wait that the service requests is kept.")]
    public async Task Retry_now_keeps_a_wait_that_the_service_requests()
    {
        await using var endpoint = await Endpoint.StartAsync();
        endpoint.Service.Inject(new ServiceFault.Respond(new ServiceReply(429).RetryAfter("50")));
        var delivering = endpoint.Delivery.DeliverAsync(Pages.Of(3), Pages.Origin, progress: endpoint);
        await Wait.UntilAsync(() => endpoint.Reports.Count == 1);
        endpoint.Delivery.RetryNow();
        await endpoint.Clock.RunAsync(delivering, within: TimeSpan.FromSeconds(59));
        Assert.That(endpoint.Clock.GetUtcNow() - Pages.Now, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(50)));
    }

    [Test, Property("Statement", 8)]
    [Description("An outage of any length loses nothing.")]
    public async Task Outage_of_hours_loses_nothing()
    {
        await using var endpoint = await Endpoint.StartAsync(options => options with { MaxWait = TimeSpan.FromSeconds(50) });
        endpoint.Service.Inject([.. Enumerable.Repeat(new ServiceFault.Respond(new ServiceReply(503).RetryAfter("50")), 300)]);
        await endpoint.DeliverAsync(Pages.Of(10));
        Assert.That(endpoint.Uuids, Is.EqualTo(All[..10]));
        Assert.That(endpoint.Clock.GetUtcNow() - Pages.Now, Is.GreaterThan(TimeSpan.FromHours(4)));
    }

    [Test, Property("Statement", 15)]
    [Description("A rejected event is not counted as delivered.")]
    public async Task Delivery_without_a_file_for_dead_letters_does_not_complete_with_a_rejected_event()
    {
        await using var endpoint = await Endpoint.StartAsync(
            options => options with { DeadLetters = null, RetryFor = TimeSpan.FromMinutes(1) });
        endpoint.Service.Rejects = _ => true;
        Assert.That(() => endpoint.DeliverAsync(Pages.Of(1)), Throws.TypeOf<DestinationException>());
        Assert.That(endpoint.Delivery.Statistics.Delivered, Is.Zero);
    }

    [Test, Property("Statement", 16)]
    [Description("A shutdown does not wait for an endpoint that hangs.")]
    public async Task Cancellation_ends_a_hanging_request_after_half_a_second()
    {
        await using var endpoint = await Endpoint.StartAsync();
        endpoint.Service.Inject(new ServiceFault.Hang());
        using var stop = new CancellationTokenSource();
        var delivering = endpoint.Delivery.DeliverAsync(Pages.Of(1), Pages.Origin, cancellationToken: stop.Token);
        await Wait.UntilAsync(() => endpoint.Service.Requests.Count == 1);
        await stop.CancelAsync();
        endpoint.Clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.That(() => delivering, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Request_in_flight_completes_its_page_within_the_grace_period()
    {
        await using var endpoint = await Endpoint.StartAsync();
        using var stop = new CancellationTokenSource();
        endpoint.Service.Choose = _ =>
        {
            stop.Cancel();
            return null;
        };
        await endpoint.Delivery.DeliverAsync(Pages.Of(1), Pages.Origin, cancellationToken: stop.Token);
        Assert.That(endpoint.Uuids, Is.EqualTo(All[..1]));
    }

    [TestCase("0", 0)]
    [TestCase("7", 7)]
    [TestCase("Sat, 31 Jan 2026 12:00:20 GMT", 20)]
    [TestCase("Sat, 31 Jan 2026 11:00:00 GMT", 0)]
    [TestCase("99999999", 3_600)]
    [Property("Statement", 17)]
    [Description("Retry-After in seconds, as a date, in the past and absurd.")]
    public async Task Retry_after_sets_the_wait(string header, int seconds)
    {
        await using var endpoint = await Endpoint.StartAsync();
        var reply = new ServiceReply(429).RetryAfter(header);
        reply.Headers["Date"] = "Sat, 31 Jan 2026 12:00:00 GMT";
        endpoint.Service.Inject(new ServiceFault.Respond(reply));
        var wait = TimeSpan.FromSeconds(seconds);
        var delivering = endpoint.Delivery.DeliverAsync(Pages.Of(1), Pages.Origin, progress: endpoint);
        await (seconds > 0 ? endpoint.Clock.TimerStartedAsync(wait) : Task.CompletedTask);
        endpoint.Clock.Advance(wait);
        await delivering;
        Assert.That(endpoint.Reports[0].RetryIn, Is.EqualTo(wait));
    }

    [Test, Property("Statement", 17)]
    [Description("Waits without Retry-After have full jitter, so that 1,000 feeds do not retry together.")]
    public async Task Waits_have_full_jitter()
    {
        var waits = new List<TimeSpan>();
        for (var seed = 0; seed < 20; seed++)
        {
            await using var endpoint = await Endpoint.StartAsync(options => options with { Random = new Random(seed) });
            endpoint.Service.Inject(500);
            await endpoint.DeliverAsync(Pages.Of(1));
            waits.Add(endpoint.Reports[0].RetryIn!.Value);
        }
        Assert.That(waits, Is.All.LessThanOrEqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(waits, Is.Unique);
        Assert.That(waits.Max() - waits.Min(), Is.GreaterThan(TimeSpan.FromSeconds(0.5)));
    }

    [Test, Property("Statement", 17)]
    [Description("A service that always requests no wait is not sent requests without a wait.")]
    public async Task Retry_after_of_zero_is_used_once_and_then_waits_grow()
    {
        await using var endpoint = await Endpoint.StartAsync();
        endpoint.Service.Inject([.. Enumerable.Repeat(new ServiceFault.Respond(new ServiceReply(503).RetryAfter("0")), 6)]);
        await endpoint.DeliverAsync(Pages.Of(1));
        var waits = endpoint.Reports.Where(report => report.Failure is not null).Select(report => report.RetryIn!.Value).ToList();
        Assert.That(waits[0], Is.EqualTo(TimeSpan.Zero));
        Assert.That(waits.Skip(1), Is.All.GreaterThan(TimeSpan.Zero));
    }

    [Test]
    public async Task Success_that_began_before_a_failure_does_not_end_its_wait()
    {
        await using var endpoint = await Endpoint.StartAsync();
        var released = new TaskCompletionSource();
        endpoint.Service.Inject(
            new ServiceFault.Hold(released.Task), new ServiceFault.Respond(new ServiceReply(429).RetryAfter("50")));
        var first = endpoint.Delivery.DeliverAsync(Pages.Of(1), Pages.Origin);
        await Wait.UntilAsync(() => endpoint.Service.Requests.Count == 1);
        var second = endpoint.Delivery.DeliverAsync(Pages.Of(1, first: 1), Pages.Origin, progress: endpoint);
        await Wait.UntilAsync(() => endpoint.Reports.Count == 1);
        released.SetResult();
        await first;
        var third = endpoint.Delivery.DeliverAsync(Pages.Of(1, first: 2), Pages.Origin);
        Assert.That(endpoint.Service.Requests, Has.Count.EqualTo(2), "the third page waits like the second one");
        await endpoint.Clock.RunAsync(Task.WhenAll(second, third), within: TimeSpan.FromSeconds(59));
        Assert.That(endpoint.Clock.GetUtcNow() - Pages.Now, Is.EqualTo(TimeSpan.FromSeconds(50)));
    }

    [Test]
    public async Task Recovery_is_reported_if_the_last_event_becomes_a_dead_letter()
    {
        await using var endpoint = await Endpoint.StartAsync();
        endpoint.Service.Rejects = _ => true;
        endpoint.Service.Inject(503);
        await endpoint.DeliverAsync(Pages.Of(1));
        Assert.That(endpoint.Reports[0].Failure, Is.Not.Null);
        Assert.That(endpoint.Reports[^1], Is.EqualTo(new DeliveryReport(Pages.Origin)).Using<DeliveryReport>(
            (one, other) => one.Failure == other.Failure && one.DeadLetters.Count == other.DeadLetters.Count));
    }

    [Test]
    public async Task Delivered_events_are_not_repeated_while_dead_letters_cannot_be_written()
    {
        await using var endpoint = await Endpoint.StartAsync();
        endpoint.Service.Rejects = line => line.Contains("\"E1\"", StringComparison.Ordinal);
        Directory.CreateDirectory(endpoint.DeadLetters.Path); // A folder in the way of the file.
        var delivering = endpoint.DeliverAsync(Pages.Of(20));
        await Wait.UntilAsync(() => endpoint.Reports.Any(report => report.RequiresOperator));
        Directory.Delete(endpoint.DeadLetters.Path);
        await delivering;
        Assert.That(endpoint.Uuids, Is.Unique.And.Exactly(19).Items);
        Assert.That(endpoint.DeadLetters.Read(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Secret_that_a_response_repeats_is_redacted_in_the_reason()
    {
        await using var endpoint = await Endpoint.StartAsync();
        var reply = new ServiceReply(400, "you sent Bearer secret-token");
        endpoint.Service.Inject(new ServiceFault.Respond(reply));
        await endpoint.DeliverAsync(Pages.Of(1));
        Assert.That(endpoint.DeadLetters.Read().Single().Reason, Is.EqualTo("HTTP 400: you sent [redacted]"));
    }

    [Test]
    public async Task Corrupt_compressed_response_is_retried()
    {
        await using var endpoint = await Endpoint.StartAsync();
        var reply = new ServiceReply(200, "not gzip") { Headers = { ["Content-Encoding"] = "gzip" } };
        endpoint.Service.Inject(new ServiceFault.Respond(reply));
        await endpoint.DeliverAsync(Pages.Of(1));
        Assert.That(endpoint.Uuids, Is.EqualTo(All[..1]));
    }

    [Test, Property("Statement", 19)]
    [Description("413 halves the batch down to one event, which becomes a dead letter.")]
    public async Task Batch_that_is_too_large_is_halved_and_a_single_event_becomes_a_dead_letter()
    {
        await using var endpoint = await Endpoint.StartAsync();
        endpoint.Service.MaxBytes = 500;
        var large = Pages.Event("LARGE", $",\"text\":\"{new string('x', 600)}\"");
        await endpoint.DeliverAsync([.. Pages.Of(20), large]);
        Assert.That(endpoint.Uuids, Is.EqualTo(All[..20]));
        var letter = endpoint.DeadLetters.Read().Single();
        Assert.That((letter.Event.Uuid, letter.Status), Is.EqualTo(("LARGE", 413)));
    }

    [Test, Property("Statement", 19)]
    [Description("An event above the limit of the destination becomes a dead letter without a request.")]
    public async Task Event_above_the_limit_of_the_destination_becomes_a_dead_letter_without_a_request()
    {
        await using var endpoint = await Endpoint.StartAsync();
        await endpoint.DeliverAsync([Pages.Event("LARGE", $",\"text\":\"{new string('x', 1_000_000)}\"")]);
        Assert.That(endpoint.Service.Requests, Is.Empty);
        var reason = endpoint.DeadLetters.Read().Single().Reason;
        Assert.That(reason, Does.Match("^It has 10001.. bytes, and the limit of the destination is 1000000. If the endpoint accepts it, raise batch_size.$"));
    }

    [Test]
    public async Task Page_larger_than_a_batch_is_cut_into_batches_in_order()
    {
        await using var endpoint = await Endpoint.StartAsync();
        var events = Enumerable.Range(0, 25).Select(i => Pages.Event(Pages.Uuid(i), $",\"text\":\"{new string('x', 100_000)}\""));
        await endpoint.DeliverAsync([.. events]);
        Assert.That(endpoint.Uuids, Is.EqualTo(All[..25]));
        Assert.That(endpoint.Service.Requests.Select(request => request.Lines.Length), Is.EqualTo(new[] { 9, 9, 7 }));
    }

    [TestCase(typeof(ServiceFault.Abort))]
    [TestCase(typeof(ServiceFault.Cut))]
    public async Task Lost_response_is_retried(Type fault)
    {
        await using var endpoint = await Endpoint.StartAsync();
        endpoint.Service.Inject((ServiceFault)Activator.CreateInstance(fault)! with { AfterProcessing = true });
        await endpoint.DeliverAsync(Pages.Of(2));
        Assert.That(endpoint.Uuids, Is.EqualTo(new[] { "E0", "E1", "E0", "E1" }), "at least once");
    }

    [TestCase(null, 60)]
    [TestCase(5, 5)]
    public async Task Service_that_never_responds_is_retried_after_the_timeout(int? timeout, int seconds)
    {
        await using var endpoint = await Endpoint.StartAsync(
            options => options with { Timeout = timeout is { } own ? TimeSpan.FromSeconds(own) : null });
        endpoint.Service.Inject(new ServiceFault.Hang());
        var delivering = endpoint.Delivery.DeliverAsync(Pages.Of(2), Pages.Origin, progress: endpoint);
        await Wait.UntilAsync(() => endpoint.Service.Requests.Count == 1);
        endpoint.Clock.Advance(TimeSpan.FromSeconds(seconds));
        await endpoint.Clock.RunAsync(delivering, within: TimeSpan.FromSeconds(seconds - 1));
        Assert.That(endpoint.Uuids, Is.EqualTo(All[..2]));
        Assert.That(endpoint.Reports[0].Failure, Does.EndWith($"no response within {seconds} s."));
    }

    [Test]
    public async Task Feeds_wait_together_while_the_destination_fails_and_then_one_tries_it()
    {
        await using var endpoint = await Endpoint.StartAsync();
        endpoint.Service.Inject([.. Enumerable.Repeat(new ServiceFault.Respond(new ServiceReply(503).RetryAfter("10")), 10)]);
        var feeds = Enumerable.Range(0, 50).Select(feed => endpoint.Delivery.DeliverAsync(Pages.Of(1, feed), Pages.Origin));
        await endpoint.Clock.RunAsync(Task.WhenAll([.. feeds]), TimeSpan.FromSeconds(59));
        Assert.That(endpoint.Uuids, Is.EquivalentTo(All[..50]));
        Assert.That(endpoint.Service.Requests, Has.Count.EqualTo(60), "one request per failure, not one per feed");
    }

    [Test]
    public async Task Failing_page_with_a_time_limit_ends_with_an_exception()
    {
        await using var endpoint = await Endpoint.StartAsync(options => options with { RetryFor = TimeSpan.FromMinutes(1) });
        endpoint.Service.Choose = _ => new ServiceFault.Respond(new ServiceReply(503, "down"));
        Assert.That(
            () => endpoint.DeliverAsync(Pages.Of(1)),
            Throws.TypeOf<DestinationException>().With.Message.EndsWith(": HTTP 503: down")
                .And.Property(nameof(DestinationException.RequiresOperator)).False);
        Assert.That(endpoint.Clock.GetUtcNow() - Pages.Now, Is.InRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task Failure_that_needs_an_operator_ends_all_feeds_at_once_if_retries_have_a_time_limit()
    {
        await using var endpoint = await Endpoint.StartAsync(options => options with { RetryFor = TimeSpan.FromMinutes(1) });
        endpoint.Service.Token = "other";
        for (var feed = 0; feed < 3; feed++)
            Assert.That(
                () => endpoint.Delivery.DeliverAsync(Pages.Of(1, feed), Pages.Origin),
                Throws.TypeOf<DestinationException>().With.Property(nameof(DestinationException.RequiresOperator)).True);
        Assert.That(endpoint.Clock.GetUtcNow(), Is.EqualTo(Pages.Now));
    }
}
