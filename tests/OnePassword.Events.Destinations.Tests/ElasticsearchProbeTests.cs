namespace OnePassword.Events.Destinations.Tests;

/// <summary>The check of a cluster, which stores no event.</summary>
[Property("Statement", 24)]
[Description("config check proves token, index, template and role without an event.")]
public sealed class ElasticsearchProbeTests
{
    private const string Precision =
        $"Note: {Cluster.DataStream} keeps the milliseconds of @timestamp, and all digits in the document only. "
        + "A template with the type date_nanos keeps nanoseconds.";

    [Test]
    public async Task Check_reports_version_privileges_template_and_precision()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Service.Cluster.InstallIntegration();
        Assert.That(await cluster.ProbeLinesAsync(), Is.EqualTo(new[]
        {
            "Ok: The service is Elasticsearch 9.1.0.",
            $"Ok: The credentials have create_doc, auto_configure, read, maintenance on {Cluster.DataStream}.",
            $"Ok: The data stream {Cluster.DataStream} does not exist yet. "
                + "The index template logs-1password.audit_events creates it.",
            Precision,
        }));
        Assert.That(cluster.BulkSizes, Is.Empty);
        Assert.That(cluster.Ids, Is.Empty);
    }

    [Test]
    public async Task Check_of_an_existing_data_stream_reports_its_template()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Service.Cluster.InstallIntegration();
        await cluster.DeliverAsync(Pages.Of(1));
        Assert.That((await cluster.ProbeLinesAsync()).Skip(2), Is.EqualTo(new[]
        {
            $"Ok: The data stream {Cluster.DataStream} exists. Its template is logs-1password.audit_events.",
            Precision,
        }));
    }

    [Test]
    public async Task Raw_events_without_the_integration_are_a_note()
    {
        await using var cluster = await Cluster.StartAsync();
        Assert.That(await cluster.ProbeLinesAsync(), Has.Some.StartsWith("Note: Elastic's 1Password integration is not installed"));
    }

    [Test]
    public async Task Rejected_credentials_fail_the_check()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Service.Authorization = "ApiKey other";
        Assert.That((await cluster.ProbeLinesAsync()).Single(), Does.StartWith("Failed: The credentials are not accepted (HTTP 401"));
    }

    [TestCase("create_doc")]
    [TestCase("auto_configure")]
    [TestCase("read")]
    [TestCase("maintenance")]
    public async Task Missing_privilege_fails_the_check(string privilege)
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Service.Privileges.Remove(privilege);
        Assert.That(await cluster.ProbeLinesAsync(), Has.Some.EqualTo(
            $"Failed: The credentials do not have '{privilege}' on {Cluster.DataStream}. Grant it to their role or API key."));
    }

    [Test]
    public async Task Credentials_that_can_only_write_are_enough()
    {
        await using var cluster = await Cluster.StartAsync(options => options with { Index = "onepassword-{feed}-{month}" });
        cluster.Service.Privileges.IntersectWith(["create_doc", "auto_configure"]);
        Assert.That(await cluster.ProbeLinesAsync(), Is.EqualTo(new[]
        {
            "Note: The version is unknown: the credentials do not have the privilege 'monitor'.",
            "Ok: The credentials have create_doc, auto_configure on onepassword-audit_events-*.",
            "Note: The precision of times in onepassword-audit_events-undated is not known: "
                + "the credentials cannot see its mapping.",
        }));
    }

    [Test]
    public async Task Data_stream_without_a_template_fails_the_check()
    {
        await using var cluster = await Cluster.StartAsync(options => options with { DataStream = "onepassword" });
        Assert.That(await cluster.ProbeLinesAsync(), Has.Some.EqualTo(
            "Failed: No index template creates the data stream onepassword. "
            + "Create one: 'op-events config elastic-template' prints it."));
    }

    [Test]
    public async Task Other_service_fails_the_check()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Service.Inject(200, "<html>");
        Assert.That(
            (await cluster.ProbeLinesAsync()).Single(),
            Does.StartWith("Failed: The address is not an Elasticsearch or OpenSearch cluster"));
    }

    [Test]
    public async Task Check_of_OpenSearch_reports_the_roles()
    {
        await using var cluster = await Cluster.StartAsync(
            options => options with { IsOpenSearch = true, Format = EventFormat.Envelope });
        cluster.Service.IsOpenSearch = true;
        Assert.That((await cluster.ProbeLinesAsync()).Take(2), Is.EqualTo(new[]
        {
            "Ok: The service is OpenSearch 2.19.1.",
            "Note: The roles of the user are events_writer. OpenSearch does not report their privileges.",
        }));
        Assert.That(cluster.Delivery.Destination.Name, Does.StartWith("OpenSearch at http://127.0.0.1:"));
    }

    [Test]
    public async Task Other_product_than_configured_is_a_note()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Service.IsOpenSearch = true;
        Assert.That(
            await cluster.ProbeLinesAsync(),
            Has.Some.EqualTo("Note: The configuration says Elasticsearch. Change it to OpenSearch."));
    }

    [TestCase(null, "raw")]
    [TestCase("onepassword-{feed}-{month}", "envelope")]
    [Property("Statement", 20)]
    [Description("With the template of this package, the service keeps nanoseconds.")]
    public async Task Template_creates_the_target_and_keeps_nanoseconds(string? index, string name)
    {
        var template = "";
        await using var cluster = await Cluster.StartAsync(options =>
        {
            options = options with { Index = index, Format = Pages.Format(name) };
            template = ElasticsearchTemplate.Create(options, index is null ? 365 : null);
            return options;
        });
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("Authorization", cluster.Service.Authorization);
        var response = await client.PutAsync(
            new Uri(cluster.Service.Url, "_index_template/op-events"), new StringContent(template));
        Assert.That((int)response.StatusCode, Is.EqualTo(200));
        Assert.That((await cluster.ProbeLinesAsync())[^1], Does.Match("^Ok: .* keeps the nanoseconds of @timestamp.$"));
    }
}
