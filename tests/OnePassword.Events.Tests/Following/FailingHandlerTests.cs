using System.Net;
using static OnePassword.Events.Tests.Following.Pages;

namespace OnePassword.Events.Tests.Following;

/// <summary>A handler that keeps failing on one page: retried without a limit, stopped by an option, or stored elsewhere by the handler.</summary>
public sealed class FailingHandlerTests
{
    private static readonly string First = Page("1", more: true, "e01");
    private static readonly string Second = Page("2", more: true, "e02");
    private static readonly string Last = Page("3", more: false, "e03");

    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
    private readonly StubServer _server = new();
    private readonly MemoryCheckpointStore _store = new();
    private readonly List<(string? Uuid, int Delivery)> _delivered = [];
    private readonly FollowerMonitor _monitor = new(FeedNames.AuditEvents, FeedNames.AuditEvents);
    private FollowOptions _options = null!;

    [SetUp]
    public void SetUp() => _options = new FollowOptions { StopWhenCaughtUp = true, Progress = _monitor };

    [Test]
    public async Task By_default_a_page_is_delivered_until_the_handler_succeeds()
    {
        Server(First, Second, Second, Second, Last);

        await FollowAsync(page => Fails(page, on: "e02", times: 2));

        Assert.That(_delivered, Is.EqualTo(new[] { ("e01", 1), ("e02", 1), ("e02", 2), ("e02", 3), ("e03", 1) }));
        Assert.That((_monitor.Status.FailedDeliveries, _monitor.Status.Failures), Is.EqualTo((0, 2)));
    }

    [Test]
    public async Task Follower_stops_after_MaxDeliveryCount_and_the_page_stays_uncommitted()
    {
        Server(First, Second, Second, Second, Second, Last);
        _options.MaxDeliveryCount = 3;

        Assert.That(
            () => FollowAsync(page => Fails(page, on: "e02", times: 3)),
            Throws.InstanceOf<FormatException>().With.Message.EqualTo("the destination is full"));
        Assert.That(_delivered, Is.EqualTo(new[] { ("e01", 1), ("e02", 1), ("e02", 2), ("e02", 3) }));
        Assert.That((await _store.LoadAsync(FeedNames.AuditEvents))!.Cursor, Is.EqualTo("1"));
        Assert.That((_monitor.Status.FailedDeliveries, _monitor.Status.HasEnded), Is.EqualTo((3, true)));

        await FollowAsync(page => Fails(page, on: "", times: 0));

        Assert.That(_delivered.Skip(4), Is.EqualTo(new[] { ("e02", 1), ("e03", 1) }), "nothing is lost, and the count restarts");
    }

    [Test]
    public async Task Failures_of_the_server_do_not_count_as_deliveries()
    {
        Server(First, Second);
        _server.Responds(HttpStatusCode.ServiceUnavailable, "").Responds(HttpStatusCode.ServiceUnavailable, "");
        Server(Second, Last);
        _options.MaxDeliveryCount = 2;

        await FollowAsync(page => Fails(page, on: "e02", times: 1));

        Assert.That(_delivered, Is.EqualTo(new[] { ("e01", 1), ("e02", 1), ("e02", 2), ("e03", 1) }));
    }

    [Test]
    public async Task Each_page_has_its_own_count()
    {
        Server(First, First, Second, Second, Last, Last);
        _options.MaxDeliveryCount = 2;

        await FollowAsync(page => page.DeliveryCount == 1 ? throw new FormatException("not yet") : Task.CompletedTask);

        Assert.That(_delivered.Select(one => one.Delivery), Is.EqualTo(new[] { 1, 2, 1, 2, 1, 2 }));
    }

    [Test]
    public async Task A_handler_that_stores_a_page_elsewhere_continues_with_the_next_one()
    {
        Server(First, Second, Second, Second, Last);
        var (sent, stored) = (new List<string?>(), new List<string?>());

        await FollowAsync(page =>
        {
            if (page.DeliveryCount > 2)
                stored.AddRange(page.Items.Select(item => item.Uuid));
            else if (page.Items[0].Uuid == "e02")
                throw new FormatException("the destination rejects this event");
            else
                sent.AddRange(page.Items.Select(item => item.Uuid));
            return Task.CompletedTask;
        });

        Assert.That((sent, stored), Is.EqualTo((new[] { "e01", "e03" }, new[] { "e02" })));
        Assert.That((await _store.LoadAsync(FeedNames.AuditEvents))!.Cursor, Is.EqualTo("3"));
    }

    [Test]
    [Description("Regression: the next page was delivered with the count of the committed one.")]
    public async Task Committed_page_has_no_effect_on_the_count_of_the_next_one_although_OnCommitted_fails()
    {
        Server(First, First, First, Second, Last);
        var commits = 0;
        _options.OnCommitted = (_, _) => commits++ == 0 ? throw new FormatException("not now") : Task.CompletedTask;

        await FollowAsync(page => Fails(page, on: "e01", times: 2));

        Assert.That(_delivered, Is.EqualTo(new[] { ("e01", 1), ("e01", 2), ("e01", 3), ("e02", 1), ("e03", 1) }));
        Assert.That((_monitor.Status.Events, _monitor.Status.Failures), Is.EqualTo((3, 3)), "a committed page is progress");
    }

    [Test]
    public async Task Page_that_the_handler_commits_before_it_fails_has_no_effect_on_the_count_of_the_next_one()
    {
        Server(First, Second, Last);
        _options.MaxDeliveryCount = 1;

        await FollowAsync(async page =>
        {
            await page.CommitAsync();
            if (page.Items[0].Uuid == "e01")
                throw new FormatException("the destination is full");
        });

        Assert.That(_delivered, Is.EqualTo(new[] { ("e01", 1), ("e02", 1), ("e03", 1) }));
    }

    [Test]
    public async Task A_page_that_cannot_be_stored_elsewhere_is_delivered_again()
    {
        Server(Last, Last, Last);

        await FollowAsync(page => Fails(page, on: "e03", times: 2));

        Assert.That(_delivered.Select(one => one.Delivery), Is.EqualTo(new[] { 1, 2, 3 }));
    }

    [Test]
    public async Task Pages_without_a_handler_are_delivered_once()
    {
        Server(Last);
        using var client = Client();
        var page = (await client.AuditEvents.FollowAsync(_store, _options).ToListAsync()).Single();
        Assert.That(page.DeliveryCount, Is.EqualTo(1));
    }

    [TestCase(0)]
    [TestCase(-1)]
    public void MaxDeliveryCount_below_1_is_rejected(int count)
    {
        _options.MaxDeliveryCount = count;
        Assert.That(
            () => FollowAsync(_ => Task.CompletedTask),
            Throws.ArgumentException.With.Message.Contains("MaxDeliveryCount must be at least 1"));
    }

    private void Server(params string[] pages) => Array.ForEach(pages, page => _server.Responds(page));

    private Task Fails(FollowedPage<V2.AuditEvent> page, string on, int times) =>
        page.Items[0].Uuid == on && page.DeliveryCount <= times
            ? throw new FormatException("the destination is full")
            : Task.CompletedTask;

    private async Task FollowAsync(Func<FollowedPage<V2.AuditEvent>, Task> handle)
    {
        using var client = Client();
        await _clock.RunAsync(client.AuditEvents.FollowAsync(
            _store,
            (page, _) =>
            {
                _delivered.Add((page.Items[0].Uuid, page.DeliveryCount));
                return handle(page);
            },
            _options));
    }

    private EventsClient Client()
    {
        var options = new EventsClientOptions { TimeProvider = _clock };
        EmulatorFixture.Patient(options.Resilience);
        options.Resilience.Retry.MaxRetryAttempts = 0;
        return _server.Client(options);
    }
}
