namespace OnePassword.Events.Destinations.Tests;

/// <summary>The documents that are stored.</summary>
public sealed class ElasticsearchDocumentTests
{
    [Test, Property("Statement", 21)]
    [Description("Feed, account and API version are stated by the reader.")]
    public async Task Raw_event_is_text_with_its_time_and_origin()
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.DeliverAsync([Pages.Event("E1")]);
        Assert.That(cluster.Document().GetRawText(), Is.EqualTo(
            """
            {"@timestamp":"2026-01-31T11:59:59.123456789Z",
            "data_stream":{"type":"logs","dataset":"1password.audit_events","namespace":"default"},
            "observer":{"vendor":"1Password","product":"Events API","version":"v2","hostname":"events.1password.com"},
            "organization":{"id":"ACCOUNTUUID0000000000000000","name":"acme"},
            "tags":["forwarded","1password-audit_events"],
            "message":"{\"uuid\":\"E1\",\"timestamp\":\"2026-01-31T11:59:59.123456789Z\",
            \"action\":\"create\",\"object_type\":\"user\"}"}
            """.ReplaceLineEndings("")));
    }

    [Test]
    public async Task Other_format_gets_the_time_of_the_event()
    {
        await using var cluster = await Cluster.StartAsync(options => options with
        {
            Format = EventFormat.Envelope,
            Index = "events",
        });
        await cluster.DeliverAsync([Pages.Event("E1")]);
        var document = cluster.Document();
        Assert.That(document.GetProperty("@timestamp").GetString(), Is.EqualTo("2026-01-31T11:59:59.123456789Z"));
        Assert.That(document.GetProperty("account").GetString(), Is.EqualTo("acme"));
        Assert.That(document.GetProperty("event").GetRawText(), Is.EqualTo(Pages.Event("E1").ToString()));
    }

    [Test]
    public async Task Event_in_the_format_ecs_has_the_fields_of_the_integration()
    {
        await using var cluster = await Cluster.StartAsync(options => options with { Format = EventFormat.Ecs });
        await cluster.DeliverAsync([Pages.Event("E1")]);
        var document = cluster.Document();
        Assert.That(document.GetProperty("@timestamp").GetString(), Is.EqualTo("2026-01-31T11:59:59.123456789Z"));
        Assert.That(document.GetProperty("data_stream").GetProperty("dataset").GetString(), Is.EqualTo("1password.audit_events"));
        Assert.That(document.GetProperty("event").GetProperty("dataset").GetString(), Is.EqualTo("1password.audit_events"));
        Assert.That(document.GetProperty("event").GetProperty("original").GetString(), Is.EqualTo(Pages.Event("E1").ToString()));
        Assert.That(document.GetProperty("onepassword").GetProperty("uuid").GetString(), Is.EqualTo("E1"));
    }

    [TestCase("ecs")]
    [TestCase("ocsf")]
    public async Task Event_without_a_time_has_a_time_in_each_format(string name)
    {
        await using var cluster = await Cluster.StartAsync(options => options with { Format = Pages.Format(name) });
        await cluster.DeliverAsync([Pages.Raw("{}")]);
        Assert.That(cluster.Document().GetProperty("@timestamp").GetDateTimeOffset(), Is.EqualTo(Pages.Now));
    }

    [TestCase("2026-01-31T11:59:59Z", "2026-01-31T11:59:59Z")]
    [TestCase("2026-01-31T11:59:59.123456789+02:00", "2026-01-31T11:59:59.123456789+02:00")]
    [TestCase("2026-01-31 11:59:59z", "2026-01-31T11:59:59Z")]
    [TestCase("2026-01-31T11:59:59.1234567891Z", "2026-01-31T11:59:59.1234567Z")]
    [TestCase("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.9999999Z")]
    [TestCase("soon", "2026-01-31T12:00:00Z")]
    [Property("Statement", 20)]
    [Description("Times keep nine digits. A time that the service cannot parse is written as it can.")]
    public async Task Time_is_written_as_it_was_sent_if_the_service_can_parse_it(string sent, string written)
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.DeliverAsync([Pages.Raw($$"""{"uuid":"A","timestamp":"{{sent}}"}""")]);
        Assert.That(cluster.Document().GetProperty("@timestamp").GetString(), Is.EqualTo(written));
    }

    [TestCase("ecs", "onepassword")]
    [TestCase("ocsf", "unmapped")]
    [Property("Statement", 22)]
    [Description("A new field of the API arrives without a release, also in a mapped format.")]
    public async Task Unknown_fields_are_kept(string name, string rest)
    {
        await using var cluster = await Cluster.StartAsync(options => options with { Format = Pages.Format(name) });
        await cluster.DeliverAsync([Pages.Event("A", ",\"new_field\":{\"list\":[1.50,null]}")]);
        Assert.That(
            cluster.Document().GetProperty(rest).GetProperty("new_field").GetRawText(), Is.EqualTo("{\"list\":[1.50,null]}"));
    }

    [TestCase("raw", ",\"text\":\"a\\u0000b\"")]
    [TestCase("raw", ",\"text\":\"\\ud800\",\"\\udfff\":1")]
    [TestCase("raw", ",\"text\":1,\"text\":2")]
    [TestCase("envelope", ",\"text\":\"a\\u0000b\"")]
    [TestCase("envelope", ",\"text\":\"\\ud800\"")]
    [TestCase("ecs", ",\"text\":\"a\\u0000b\"")]
    [TestCase("ecs", ",\"text\":1,\"text\":2")]
    [TestCase("ocsf", ",\"text\":1,\"text\":2")]
    [Property("Statement", 23)]
    [Description("Text with \\u0000, lone surrogates and duplicate keys passes.")]
    public async Task Unusual_text_passes(string name, string more)
    {
        await using var cluster = await Cluster.StartAsync(options => options with { Format = Pages.Format(name) });
        var sent = Pages.Event("A", more);
        await cluster.DeliverAsync([sent]);
        var document = cluster.Document();
        var stored = name switch
        {
            "raw" => document.GetProperty("message").GetString(),
            "envelope" => document.GetProperty("event").GetRawText(),
            "ecs" => document.GetProperty("event").GetProperty("original").GetString(),
            _ => document.GetProperty("raw_data").GetString(),
        };
        Assert.That(stored, Is.EqualTo(sent.ToString()));
    }

    [Test, Property("Statement", 23)]
    [Description("Duplicate keys that the service rejects become dead letters, and the feed continues.")]
    public async Task Document_with_duplicate_keys_becomes_a_dead_letter()
    {
        await using var cluster = await Cluster.StartAsync(options => options with { Format = EventFormat.Envelope });
        await cluster.DeliverAsync([Pages.Event("A", ",\"text\":1,\"text\":2"), Pages.Event("B")]);
        Assert.That(cluster.Ids, Is.EqualTo(new[] { "B" }));
        Assert.That(cluster.DeadLetters.Read().Single().Event.ToString(), Does.Contain("\"text\":1,\"text\":2"));
    }

    [Test, Property("Statement", 23)]
    [Description("A string of 1 MB passes.")]
    public async Task Event_of_a_megabyte_passes()
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.DeliverAsync([Pages.Event("A", $",\"text\":\"{new string('x', 1_000_000)}\""), Pages.Event("B")]);
        Assert.That(cluster.Ids, Is.EqualTo(new[] { "A", "B" }));
    }

    [Test, Property("Statement", 23)]
    [Description("Bytes that are not UTF-8 pass with U+FFFD.")]
    public async Task Invalid_bytes_pass_as_replacement_characters()
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.DeliverAsync([RawEvent.Parse((byte[])[.. "{\"uuid\":\"A\",\"text\":\""u8, 0xFF, .. "\"}"u8])]);
        Assert.That(cluster.Document().GetProperty("message").GetString(), Is.EqualTo("{\"uuid\":\"A\",\"text\":\"\uFFFD\"}"));
    }

    [Test]
    public async Task Event_without_a_usable_uuid_has_the_hash_of_its_bytes_as_its_id()
    {
        await using var cluster = await Cluster.StartAsync();
        var events = new[] { Pages.Raw("{}"), Pages.Raw("{\"a\":1}"), Pages.Event(new string('x', 600)) };
        await cluster.DeliverAsync(events);
        await cluster.DeliverAsync(events);
        Assert.That(cluster.Ids, Has.All.Match("^[0-9a-f]{64}$"));
        Assert.That(cluster.Ids.Distinct(StringComparer.Ordinal).Count(), Is.EqualTo(3).And.EqualTo(cluster.Ids.Count()));
    }

    [Test]
    public async Task Id_begins_with_the_account_on_request()
    {
        await using var cluster = await Cluster.StartAsync(options => options with { AccountInIds = true });
        await cluster.DeliverAsync([Pages.Event("A")]);
        Assert.That(cluster.Ids.Single(), Is.EqualTo("acme:A"));
    }

    [Test]
    public async Task Placeholders_name_the_target()
    {
        await using var cluster = await Cluster.StartAsync(
            options => options with { DataStream = "logs-1password.{feed}-{account}" });
        await cluster.DeliverAsync([Pages.Event("A")]);
        Assert.That(cluster.Service.Cluster.Indices.Keys.Single(), Is.EqualTo("logs-1password.audit_events-acme"));
        Assert.That(
            cluster.Document().GetProperty("data_stream").GetProperty("namespace").GetString(), Is.EqualTo("acme"));
    }
}
