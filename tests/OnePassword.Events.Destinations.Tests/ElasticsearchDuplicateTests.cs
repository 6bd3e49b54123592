namespace OnePassword.Events.Destinations.Tests;

/// <summary>Each event is stored once, although an id is unique per backing index only.</summary>
public sealed class ElasticsearchDuplicateTests
{
    private static readonly string[] All = [.. Enumerable.Range(0, 20).Select(Pages.Uuid)];

    [TestCase(typeof(ServiceFault.Abort))]
    [TestCase(typeof(ServiceFault.Cut))]
    [Property("Statement", 13)]
    [Description("A lost response, then a rollover, then a retry: one copy.")]
    public async Task Data_stream_that_rolls_over_after_a_lost_response_has_each_event_once(Type fault)
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Service.Choose = request =>
        {
            if (cluster.Service.Requests.Count == 1)
                return (ServiceFault)Activator.CreateInstance(fault)! with { AfterProcessing = true };
            if (request.Path.EndsWith("_refresh", StringComparison.Ordinal))
                cluster.Service.Cluster.Find(Cluster.DataStream)!.Rollover();
            return null;
        };
        await cluster.DeliverAsync(Pages.Of(10));
        Assert.That(cluster.Ids, Is.EqualTo(All[..10]));
        Assert.That(cluster.BulkSizes, Is.EqualTo(new[] { 10 }), "nothing was missing");
    }

    [Test, Property("Statement", 13)]
    [Description("A crash between the delivery and the commit, then a rollover: one copy.")]
    public async Task First_page_after_a_restart_is_searched_for()
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.DeliverAsync(Pages.Of(4));
        cluster.Service.Cluster.Find(Cluster.DataStream)!.Rollover();
        await cluster.DeliverAsync(Pages.Of(4), mayHaveArrived: true);
        Assert.That(cluster.Ids, Is.EqualTo(All[..4]));
    }

    [Test, Property("Statement", 14)]
    [Description("The page after a restart is longer than the one that was sent: neither lost nor doubled events.")]
    public async Task Longer_page_after_a_restart_adds_only_its_new_events()
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.DeliverAsync(Pages.Of(4));
        cluster.Service.Cluster.Find(Cluster.DataStream)!.Rollover();
        cluster.Service.Bulk.Fails = document => document.Id == "E5" ? (400, "document_parsing_exception", "bad") : null;
        await cluster.DeliverAsync(Pages.Of(20), mayHaveArrived: true);
        Assert.That(cluster.Ids, Is.EqualTo(All.Where(id => id != "E5")));
        Assert.That(cluster.BulkSizes, Is.EqualTo(new[] { 4, 16 }));
        Assert.That(cluster.DeadLetters.Read().Single().Event.Uuid, Is.EqualTo("E5"), "the reason belongs to its event");
    }

    [Test]
    public async Task Data_stream_that_does_not_exist_has_no_events()
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.DeliverAsync(Pages.Of(2), mayHaveArrived: true);
        Assert.That(cluster.Ids, Is.EqualTo(All[..2]));
    }

    [TestCase(true)]
    [TestCase(false)]
    [Description("A search over a part of the shards would make events look as if they were missing.")]
    public async Task Incomplete_search_is_repeated(bool isTimeout)
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.DeliverAsync(Pages.Of(2));
        cluster.Service.Cluster.Find(Cluster.DataStream)!.Rollover();
        cluster.Service.Spoil = body =>
        {
            if (!body.ContainsKey("timed_out"))
                return; // The refresh.
            cluster.Service.Spoil = _ => { };
            body.Remove("hits");
            body["timed_out"] = isTimeout;
            body["_shards"]!["failed"] = isTimeout ? 0 : 1;
        };
        await cluster.DeliverAsync(Pages.Of(2), mayHaveArrived: true);
        Assert.That(cluster.Ids, Is.EqualTo(All[..2]));
        Assert.That(cluster.Reports[0].Failure, Does.EndWith("returned an incomplete result."));
    }

    [Test]
    public async Task Search_fits_a_small_result_window()
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.DeliverAsync(Pages.Of(4));
        cluster.Service.Cluster.Rollover();
        cluster.Service.MaxResultWindow = 4;
        await cluster.DeliverAsync(Pages.Of(4), mayHaveArrived: true);
        Assert.That(cluster.Ids, Is.EqualTo(All[..4]));
        Assert.That(cluster.Reports, Is.Empty);
    }

    [Test]
    [Description("A failed search rejects no event.")]
    public async Task Rejected_search_stops_the_delivery_and_writes_no_dead_letter()
    {
        await using var cluster = await Cluster.StartAsync(retryFor: TimeSpan.FromMinutes(1));
        await cluster.DeliverAsync(Pages.Of(4));
        cluster.Service.Cluster.Rollover();
        cluster.Service.MaxResultWindow = 0;
        Assert.That(
            () => cluster.DeliverAsync(Pages.Of(4), mayHaveArrived: true),
            Throws.TypeOf<DestinationException>().With.Message.Contains("Check the settings of the data stream."));
        Assert.That(cluster.DeadLetters.Read(), Is.Empty);
        Assert.That(cluster.Ids, Is.EqualTo(All[..4]));
    }

    [Test]
    public async Task Rejected_refresh_stops_the_delivery_and_writes_no_dead_letter()
    {
        await using var cluster = await Cluster.StartAsync(retryFor: TimeSpan.FromMinutes(1));
        await cluster.DeliverAsync(Pages.Of(1));
        cluster.Service.Choose = request => request.Path.EndsWith("_refresh", StringComparison.Ordinal)
            ? new ServiceFault.Respond(FakeElasticsearch.Error(400, "illegal_argument_exception", "no"))
            : null;
        Assert.That(
            () => cluster.DeliverAsync(Pages.Of(1), mayHaveArrived: true), Throws.TypeOf<DestinationException>());
        Assert.That(cluster.DeadLetters.Read(), Is.Empty);
    }

    [Test]
    [Description("Copies of one event, which another client stored, fill the result.")]
    public async Task Copies_of_an_event_do_not_hide_the_others()
    {
        await using var cluster = await Cluster.StartAsync();
        for (var copy = 0; copy < 3; copy++)
        {
            await cluster.DeliverAsync(Pages.Of(1));
            cluster.Service.Cluster.Rollover();
        }
        await cluster.DeliverAsync(Pages.Of(1, first: 1));
        cluster.Service.Cluster.Rollover();
        await cluster.DeliverAsync(Pages.Of(3), mayHaveArrived: true);
        Assert.That(cluster.Ids, Is.EqualTo(new[] { "E0", "E0", "E0", "E1", "E2" }));
    }

    [TestCase("read")]
    [TestCase("maintenance")]
    public async Task Missing_privilege_to_search_stops_the_delivery(string privilege)
    {
        await using var cluster = await Cluster.StartAsync(retryFor: TimeSpan.FromMinutes(1));
        await cluster.DeliverAsync(Pages.Of(1));
        cluster.Service.Privileges.Remove(privilege);
        Assert.That(
            () => cluster.DeliverAsync(Pages.Of(1), mayHaveArrived: true),
            Throws.TypeOf<DestinationException>().With.Message.EndsWith("needs the privileges 'read' and 'maintenance'."));
    }

    [Test]
    public async Task Option_omits_the_search()
    {
        await using var cluster = await Cluster.StartAsync(options => options with { FindsDuplicates = false });
        await cluster.DeliverAsync(Pages.Of(1), mayHaveArrived: true);
        Assert.That(cluster.Service.Requests, Has.Count.EqualTo(1));
        Assert.That(cluster.Delivery.Destination.Guarantee, Does.StartWith("at least once"));
    }

    [Test, Property("Statement", 13)]
    [Description("The index of an event follows from the event, so that no search is needed.")]
    public async Task Repeated_event_goes_to_the_same_monthly_index()
    {
        await using var cluster = await Cluster.StartAsync(options => options with { Index = "onepassword-{feed}-{month}" });
        RawEvent[] page =
        [
            At("A", "2026-10-31T23:59:59.999999999Z"), At("B", "2026-11-01T00:00:00Z"), At("C", "2026-11-01T01:30:00+02:00"),
            Pages.Raw("""{"uuid":"D"}"""),
        ];
        await cluster.DeliverAsync(page);
        await cluster.DeliverAsync(page, mayHaveArrived: true);
        var stored =
            from index in cluster.Service.Cluster.Indices.Values
            select $"{index.Name}: {string.Join(' ', index.Documents.Select(document => document.Id))}";
        Assert.That(stored, Is.EquivalentTo(new[]
        {
            "onepassword-audit_events-2026.10: A C",
            "onepassword-audit_events-2026.11: B",
            "onepassword-audit_events-undated: D",
        }));
        Assert.That(cluster.Service.Requests.Select(request => request.Path), Is.EqualTo(new[] { "/_bulk", "/_bulk" }));
        Assert.That(cluster.Delivery.Destination.Guarantee, Does.StartWith("exactly once"));
    }

    private static RawEvent At(string uuid, string time) => Pages.Raw($$"""{"uuid":"{{uuid}}","timestamp":"{{time}}"}""");
}
