using System.Text;

namespace OnePassword.Events.Destinations.Tests;

/// <summary>The delivery to Microsoft Sentinel.</summary>
public sealed class SentinelDestinationTests
{
    private static readonly string[] Ten = [.. Enumerable.Range(0, 10).Select(Pages.Uuid)];

    [Test]
    public async Task Page_is_delivered_in_order_as_a_compressed_array()
    {
        await using var workspace = await Workspace.StartAsync();
        await workspace.DeliverAsync(Pages.Of(10));
        Assert.That(workspace.Uuids, Is.EqualTo(Ten));
        Assert.That(workspace.Reports, Is.Empty);
        var request = workspace.Service.Requests.Single();
        Assert.That(request.IsCompressed);
        Assert.That(request.Text, Does.StartWith("[{").And.EndsWith("}]"));
    }

    [Test]
    public async Task Request_has_at_most_1_000_000_bytes_before_compression()
    {
        await using var workspace = await Workspace.StartAsync(options => options with { Gzip = false });
        await workspace.DeliverAsync(
            [.. Enumerable.Range(0, 1_000).Select(number => Pages.Event(Pages.Uuid(number), $",\"aux_info\":\"{new string('é', 500)}\""))]);
        Assert.That(workspace.Uuids, Is.EqualTo(Enumerable.Range(0, 1_000).Select(Pages.Uuid)));
        Assert.That(workspace.Service.Requests, Has.Count.GreaterThan(2));
        Assert.That(workspace.Service.Requests.Max(request => request.Body.Length), Is.InRange(990_000, 1_000_000));
    }

    [TestCase(400)]
    [TestCase(413)]
    [Property("Statement", 19)]
    [Description("413, or a rejected body, halves the batch down to one event, which becomes a dead letter.")]
    public async Task Rejected_body_is_halved_and_one_event_becomes_a_dead_letter(int status)
    {
        await using var workspace = await Workspace.StartAsync();
        var reply = new ServiceReply(status, "{}");
        reply.Headers["x-ms-error-code"] = "SomeCode";
        workspace.Service.Choose = request =>
            request.Text.Contains("\"E3\"", StringComparison.Ordinal) ? new ServiceFault.Respond(reply) : null;
        await workspace.DeliverAsync(Pages.Of(10));
        Assert.That(workspace.Uuids, Is.EqualTo(Ten.Where(uuid => uuid != "E3")));
        var letter = workspace.DeadLetters.Read().Single();
        Assert.That((letter.Event.Uuid, letter.Status, letter.Reason), Is.EqualTo(("E3", status, $"HTTP {status} (SomeCode): {{}}")));
    }

    [Test, Property("Statement", 7)]
    [Description("A missing role stops the destination with one clear line and writes no dead letter.")]
    public async Task Missing_role_stops_the_delivery_until_it_is_assigned()
    {
        await using var workspace = await Workspace.StartAsync();
        workspace.Service.HasRole = false;
        var delivering = workspace.DeliverAsync(Pages.Of(3));
        await Wait.UntilAsync(() => workspace.Service.Requests.Count >= 2);
        workspace.Service.HasRole = true;
        await delivering;
        Assert.That(workspace.Uuids, Is.EqualTo(Ten[..3]));
        Assert.That(workspace.DeadLetters.Read(), Is.Empty);
        Assert.That(workspace.Reports[0].RequiresOperator);
        Assert.That(workspace.Reports[0].Failure, Does.Contain("HTTP 403 (OperationFailed)").And.Contains("Monitoring Metrics Publisher"));
    }

    [TestCase("dcr-00000000000000000000000000000000", "Custom-OnePasswordEvents")]
    [TestCase(FakeSentinel.Rule, "Custom-Other")]
    [Property("Statement", 7)]
    [Description("An unknown rule or stream stops the destination with one clear line and writes no dead letter.")]
    public async Task Unknown_rule_or_stream_stops_the_delivery(string rule, string stream)
    {
        await using var workspace = await Workspace.StartAsync(
            options => options with { RuleId = rule, Stream = stream }, retryFor: TimeSpan.FromHours(1));
        Assert.That(
            () => workspace.DeliverAsync(Pages.Of(3)),
            Throws.TypeOf<DestinationException>().With.Message.Contains("Check the endpoint, the immutable ID of the rule and the name"));
        Assert.That(workspace.DeadLetters.Read(), Is.Empty);
    }

    [Test]
    public async Task Success_other_than_204_is_not_a_delivery()
    {
        await using var workspace = await Workspace.StartAsync();
        workspace.Service.Inject(200, "<html>Sign in</html>");
        await workspace.DeliverAsync(Pages.Of(1));
        Assert.That(workspace.Reports[0].Failure, Does.Contain("the service responds with 204"));
        Assert.That(workspace.Uuids, Is.EqualTo(Ten[..1]));
    }

    [Test, Property("Statement", 17)]
    [Description("Retry-After of a 429 is honored.")]
    public async Task Throttled_request_waits_for_retry_after()
    {
        await using var workspace = await Workspace.StartAsync();
        var reply = new ServiceReply(429).RetryAfter("17");
        workspace.Service.Inject(new ServiceFault.Respond(reply), new ServiceFault.Abort());
        await workspace.DeliverAsync(Pages.Of(1));
        Assert.That(workspace.Reports[0].RetryIn, Is.EqualTo(TimeSpan.FromSeconds(17)));
        Assert.That(workspace.Reports[1].Failure, Is.Not.Null);
        Assert.That(workspace.Uuids, Is.EqualTo(Ten[..1]));
    }

    [Test, Property("Statement", 12)]
    [Description("A response without a receipt of rows is called accepted, not stored.")]
    public async Task Guarantee_says_accepted()
    {
        await using var workspace = await Workspace.StartAsync();
        Assert.That(workspace.Destination.Guarantee, Does.StartWith("at least once; accepted"));
    }

    [Test, Property("Statement", 24)]
    [Description("The check proves token, rule, stream and role with an empty array.")]
    public async Task Check_proves_token_rule_stream_and_role_without_an_event()
    {
        await using var workspace = await Workspace.StartAsync();
        var results = await workspace.Destination.ProbeAsync([Pages.Origin]);
        Assert.That(results.Count(result => result.Status == ProbeStatus.Ok), Is.EqualTo(2));
        Assert.That(workspace.Service.Requests.Single().Text, Is.EqualTo("[]"));
        Assert.That(workspace.Service.Rows, Is.Empty);
    }

    [Test, Property("Statement", 20)]
    [Description("The check reports the two-day rule and the precision of times.")]
    public async Task Check_reports_which_times_are_kept()
    {
        await using var workspace = await Workspace.StartAsync();
        var notes = (await workspace.Destination.ProbeAsync([Pages.Origin])).Where(result => result.Status == ProbeStatus.Note).ToList();
        Assert.That(notes[0].Text, Does.Contain("2 days"));
        Assert.That(notes[1].Text, Does.Contain("7 of 9 fractional digits"));
        Assert.That(notes[2].Text, Does.Contain("reports no stored rows"));
    }

    [Test, Property("Statement", 24)]
    [Description("The check names a rejected secret, a missing role and an unknown rule.")]
    public async Task Check_fails_with_the_cause()
    {
        await using var workspace = await Workspace.StartAsync();
        workspace.Service.HasRole = false;
        Assert.That(
            (await workspace.Destination.ProbeAsync([Pages.Origin])).Single(result => result.Status == ProbeStatus.Failed).Text,
            Does.Contain("Monitoring Metrics Publisher"));

        await using var other = await Workspace.StartAsync();
        other.Entra.Secret = "another";
        var result = (await other.Destination.ProbeAsync([Pages.Origin])).Single();
        Assert.That(result.Status, Is.EqualTo(ProbeStatus.Failed));
        Assert.That(result.Text, Does.Contain("AADSTS7000215: Invalid client secret provided. Check the tenant").And.Not.Contains("Trace"));
    }

    [TestCase("https://a.ingest.monitor.azure.com", "dcr", "Custom-A")]
    [TestCase("https://a.ingest.monitor.azure.com", "dcr-0/../1", "Custom-A")]
    [TestCase("https://a.ingest.monitor.azure.com", "dcr-0", "Custom-")]
    [TestCase("https://a.ingest.monitor.azure.com", "dcr-0", "OnePassword")]
    [TestCase("http://a.ingest.monitor.azure.com", "dcr-0", "Custom-A")]
    public void Invalid_options_are_rejected(string url, string rule, string stream)
    {
        var options = new SentinelOptions
        {
            Url = new Uri(url),
            RuleId = rule,
            Stream = stream,
            Credential = AzureCredential.ManagedIdentity(),
        };
        Assert.That(() => new SentinelDestination(options), Throws.ArgumentException);
    }

    [Test]
    public void Template_is_a_deployment_with_the_table_of_the_solution()
    {
        using var json = System.Text.Json.JsonDocument.Parse(SentinelDestination.DeploymentTemplate);
        var types = json.RootElement.GetProperty("resources").EnumerateArray().Select(resource => resource.GetProperty("type").GetString());
        Assert.That(types, Is.EqualTo(new[]
        {
            "Microsoft.OperationalInsights/workspaces/tables", "Microsoft.Insights/dataCollectionRules",
            "Microsoft.Authorization/roleAssignments",
        }));
        Assert.That(Encoding.UTF8.GetByteCount(SentinelDestination.DeploymentTemplate), Is.LessThan(4 << 20));
    }
}
