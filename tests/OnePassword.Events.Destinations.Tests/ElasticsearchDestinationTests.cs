namespace OnePassword.Events.Destinations.Tests;

/// <summary>The results of bulk requests.</summary>
public sealed class ElasticsearchDestinationTests
{
    private static readonly string[] All = [.. Enumerable.Range(0, 1_000).Select(Pages.Uuid)];

    [Test]
    public async Task Page_is_stored_in_order_with_one_compressed_request()
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.DeliverAsync(Pages.Of(1_000));
        Assert.That(cluster.Ids, Is.EqualTo(All));
        Assert.That(cluster.Service.Cluster.Indices.Keys, Is.EqualTo(new[] { Cluster.DataStream }));
        Assert.That(cluster.Service.Requests.Single().IsCompressed);
        Assert.That(cluster.Reports, Is.Empty);
    }

    [Test, Property("Statement", 2)]
    [Description("A bulk response with HTTP 200 and 3 failed items: exactly these 3 are retried or become dead letters.")]
    public async Task Failed_items_of_a_successful_response_are_retried_or_become_dead_letters_and_no_others()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Service.Bulk.Fails = document => document.Id switch
        {
            "E7" when cluster.BulkSizes.Count() == 1 => (429, "es_rejected_execution_exception", "queue is full"),
            "E8" when cluster.BulkSizes.Count() == 1 => (503, "unavailable_shards_exception", "primary shard is not active"),
            "E9" => (400, "document_parsing_exception", "failed to parse field [x]"),
            _ => null,
        };
        await cluster.DeliverAsync(Pages.Of(1_000));

        Assert.That(cluster.BulkSizes, Is.EqualTo(new[] { 1_000, 2 }));
        Assert.That(cluster.Ids, Is.EquivalentTo(All.Where(id => id != "E9")));
        var letter = cluster.DeadLetters.Read().Single();
        Assert.That(
            (letter.Event.Uuid, letter.Status, letter.Reason),
            Is.EqualTo(("E9", 400, "document_parsing_exception: failed to parse field [x]")));
        Assert.That(cluster.Delivery.Statistics, Has.Property("Delivered").EqualTo(999).And.Property("SentAgain").EqualTo(2));
    }

    [Test, Property("Statement", 3)]
    [Description("Status 409 of a create action says that the event is stored. It is neither a failure nor a warning.")]
    public async Task Event_that_is_stored_already_counts_as_delivered()
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.DeliverAsync(Pages.Of(2));
        await cluster.DeliverAsync(Pages.Of(3));
        Assert.That(cluster.Ids, Is.EqualTo(All[..3]));
        Assert.That(cluster.Reports, Is.Empty);
        Assert.That(
            cluster.Delivery.Statistics,
            Has.Property("Delivered").EqualTo(5).And.Property("Failures").Zero.And.Property("Warnings").Zero);
    }

    [TestCase(-1)]
    [TestCase(1)]
    [Description("Elasticsearch 7.10.2 returned more items than were sent.")]
    public async Task Response_with_another_number_of_items_is_not_a_success(int more)
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Service.Bulk.Spoil = items =>
        {
            cluster.Service.Bulk.Spoil = _ => { };
            if (more < 0)
                items.RemoveAt(0);
            else
                items.Add(items[0]!.DeepClone());
        };
        await cluster.DeliverAsync(Pages.Of(3));
        Assert.That(cluster.Reports[0].Failure, Does.EndWith(": the response does not list the 3 events that were sent."));
        Assert.That(cluster.Ids, Is.EqualTo(All[..3]));
    }

    [TestCase("<html>proxy</html>")]
    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("""{"items":[1]}""")]
    [TestCase("""{"items":[{"create":{"status":"201"}}]}""")]
    public async Task Unreadable_response_is_not_a_success(string body)
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Service.Inject(200, body);
        await cluster.DeliverAsync(Pages.Of(1));
        Assert.That(cluster.Reports, Has.Count.EqualTo(2));
        Assert.That(cluster.Ids, Is.EqualTo(All[..1]));
    }

    [TestCase(404, "index_not_found_exception")]
    [TestCase(400, "invalid_index_name_exception")]
    [TestCase(400, "index_closed_exception")]
    [TestCase(400, "validation_exception")]
    [TestCase(403, "security_exception")]
    [Property("Statement", 7)]
    [Description("A wrong index or a missing privilege stops the destination and writes no dead letter.")]
    public async Task Item_that_no_document_can_avoid_stops_the_delivery_until_it_is_repaired(int status, string type)
    {
        await using var cluster = await Cluster.StartAsync(options => options with { SecretDescription = "the api_key from /key" });
        cluster.Service.Bulk.Fails = _ => cluster.BulkSizes.Count() == 1 ? (status, type, "reason") : null;
        await cluster.DeliverAsync(Pages.Of(2));
        Assert.That(cluster.Reports.Select(report => report.RequiresOperator), Is.EqualTo(new[] { true, false }));
        Assert.That(cluster.Reports[0].Failure, Does.Contain($": HTTP {status}: {type}: reason. Check the "));
        Assert.That(
            cluster.Reports[0].Failure!.EndsWith(" It is the api_key from /key.", StringComparison.Ordinal), Is.EqualTo(status == 403));
        Assert.That(cluster.DeadLetters.Read(), Is.Empty);
        Assert.That(cluster.Ids, Is.EqualTo(All[..2]));
    }

    [Test, Property("Statement", 7)]
    [Description("A rejected API key stops the destination.")]
    public async Task Rejected_credentials_stop_the_delivery()
    {
        await using var cluster = await Cluster.StartAsync(retryFor: TimeSpan.FromMinutes(1));
        cluster.Service.Authorization = "ApiKey other";
        Assert.That(
            () => cluster.DeliverAsync(Pages.Of(1)),
            Throws.TypeOf<DestinationException>().With.Property("RequiresOperator").True);
        Assert.That(cluster.Reports.Single().SecretRejected);
    }

    [TestCase(403)]
    [TestCase(429)]
    public async Task Full_disk_is_retried_until_the_block_is_removed(int status)
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Service.Bulk.Fails = document => document.Id == "E1" && cluster.BulkSizes.Count() < 4
            ? (status, "cluster_block_exception", "disk usage exceeded flood-stage watermark")
            : null;
        await cluster.DeliverAsync(Pages.Of(3));
        Assert.That(cluster.BulkSizes, Is.EqualTo(new[] { 3, 1, 1, 1 }));
        Assert.That(cluster.Ids, Is.EquivalentTo(All[..3]));
        Assert.That(cluster.Reports[0], Has.Property("RequiresOperator").False.And.Property("Failure").Contains("flood-stage"));
    }

    [Test, Property("Statement", 18)]
    [Description("An item with failure_store: used is a success that is counted and reported.")]
    public async Task Events_in_the_failure_store_are_reported_as_a_warning()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Service.Bulk.HasFailureStore = true;
        cluster.Service.Bulk.Fails = document => document.Id == "E1" ? (400, "document_parsing_exception", "bad") : null;
        await cluster.DeliverAsync(Pages.Of(3));
        Assert.That(
            cluster.Reports.Single().Warning,
            Does.EndWith(": the data stream rejected 1 of 3 events, which are in its failure store."));
        Assert.That(cluster.Delivery.Statistics, Has.Property("Warnings").EqualTo(1).And.Property("DeadLetters").Zero);
        Assert.That(cluster.Service.Bulk.FailureStore.Single().Id, Is.EqualTo("E1"));
    }

    [Test]
    [Description("A pipeline with a drop processor returns status 200 and stores nothing.")]
    public async Task Event_that_a_pipeline_discards_becomes_a_dead_letter()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Service.Bulk.Discards = document => document.Id == "E1";
        await cluster.DeliverAsync(Pages.Of(3));
        Assert.That(cluster.DeadLetters.Read().Single().Reason, Is.EqualTo("An ingest pipeline discards the event."));
        Assert.That(cluster.Delivery.Statistics.Delivered, Is.EqualTo(2));
    }

    [Test, Property("Statement", 19)]
    [Description("HTTP 413 halves the batch.")]
    public async Task Batch_that_is_too_large_is_halved()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Service.MaxBytes = 1_500;
        await cluster.DeliverAsync(Pages.Of(8));
        Assert.That(cluster.Ids, Is.EqualTo(All[..8]));
    }

    [Test]
    public async Task Temporary_failure_of_a_request_is_retried()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Service.Inject(429);
        cluster.Service.Inject(503, """{"error":{"type":"cluster_block_exception","reason":"no master"},"status":503}""");
        cluster.Service.Inject(403, """{"error":{"type":"cluster_block_exception","reason":"read-only"},"status":403}""");
        await cluster.DeliverAsync(Pages.Of(1));
        Assert.That(cluster.Ids, Is.EqualTo(All[..1]));
        Assert.That(cluster.Reports.Select(report => report.RequiresOperator), Is.All.False);
    }

    [TestCase("raw", null)]
    [TestCase("envelope", "_none")]
    [TestCase("ecs", "_none")]
    [TestCase("ocsf", "_none")]
    public async Task Events_in_other_formats_than_raw_bypass_the_pipeline_of_the_integration(string name, string? pipeline)
    {
        await using var cluster = await Cluster.StartAsync(options => options with { Format = Pages.Format(name) });
        await cluster.DeliverAsync(Pages.Of(1));
        Assert.That(
            cluster.Service.Requests.Single().Query,
            pipeline is null ? Does.Not.Contain("pipeline") : Does.EndWith($"&pipeline={pipeline}"));
    }
}
