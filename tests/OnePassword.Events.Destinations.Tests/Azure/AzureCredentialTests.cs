using System.Net;
using OnePassword.Events.Destinations.Azure;

namespace OnePassword.Events.Destinations.Tests.Azure;

/// <summary>Access tokens for Azure, as a delivery to Microsoft Sentinel uses them.</summary>
public sealed class AzureCredentialTests
{
    [Test]
    public async Task Token_is_cached_until_five_minutes_before_it_expires()
    {
        await using var workspace = await Workspace.StartAsync();
        await workspace.DeliverAsync(Pages.Of(1));
        workspace.Clock.Advance(TimeSpan.FromMinutes(54));
        await workspace.DeliverAsync(Pages.Of(1));
        Assert.That(workspace.Entra.Issued, Is.EqualTo(1));
        workspace.Clock.Advance(TimeSpan.FromMinutes(2));
        await workspace.Destination.ProbeAsync([Pages.Origin]);
        Assert.That(workspace.Entra.Issued, Is.EqualTo(2));
    }

    [Test]
    public async Task Concurrent_requests_share_one_new_token()
    {
        await using var workspace = await Workspace.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => workspace.Destination.ProbeAsync([Pages.Origin])));
        Assert.That(workspace.Entra.Issued, Is.EqualTo(1));
    }

    [Test]
    public async Task Old_token_is_used_while_a_new_one_cannot_be_requested()
    {
        await using var workspace = await Workspace.StartAsync();
        await workspace.DeliverAsync(Pages.Of(1));
        workspace.Clock.Advance(TimeSpan.FromMinutes(57));
        workspace.Entra.Inject(503);
        await workspace.Delivery.DeliverAsync(Pages.Of(1), Pages.Origin, progress: workspace);
        Assert.That(workspace.Reports, Is.Empty);
        Assert.That(workspace.Service.Rows, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Issuer_that_does_not_respond_does_not_block_the_delivery_while_the_old_token_is_valid()
    {
        await using var workspace = await Workspace.StartAsync();
        await workspace.DeliverAsync(Pages.Of(1));
        workspace.Clock.Advance(TimeSpan.FromMinutes(57));
        workspace.Entra.Inject(new ServiceFault.Hang());
        var delivering = workspace.Delivery.DeliverAsync(Pages.Of(1), Pages.Origin, progress: workspace);
        await Wait.UntilAsync(() => workspace.Entra.Requests.Count == 2);
        Assert.That(
            (await workspace.Destination.ProbeAsync([Pages.Origin]))[0].Status, Is.EqualTo(ProbeStatus.Ok), "others do not wait");
        workspace.Clock.Advance(TimeSpan.FromSeconds(5));
        await delivering;
        await workspace.Delivery.DeliverAsync(Pages.Of(1), Pages.Origin, progress: workspace);
        Assert.That(workspace.Entra.Requests, Has.Count.EqualTo(2), "not each batch requests a token");
        workspace.Clock.Advance(TimeSpan.FromSeconds(30));
        await workspace.Delivery.DeliverAsync(Pages.Of(1), Pages.Origin, progress: workspace);
        Assert.That(workspace.Entra.Issued, Is.EqualTo(2));
        Assert.That(workspace.Service.Rows, Has.Count.EqualTo(4));
        Assert.That(workspace.Reports, Is.Empty);
    }

    [Test]
    public async Task Revoked_token_is_replaced_at_once()
    {
        await using var workspace = await Workspace.StartAsync();
        await workspace.DeliverAsync(Pages.Of(1));
        workspace.Entra.Revoke();
        await workspace.DeliverAsync(Pages.Of(1));
        Assert.That(workspace.Reports, Is.Empty);
        Assert.That(workspace.Entra.Issued, Is.EqualTo(2));
    }

    [Test, Property("Statement", 7)]
    [Description("A rejected client secret stops the destination, writes no dead letter, and delivery continues when it is replaced.")]
    public async Task Rejected_secret_stops_the_delivery_until_it_is_replaced()
    {
        var secret = "old";
        await using var workspace = await Workspace.StartAsync(
            options => options with { SecretDescription = "the client_secret from /entra" },
            DestinationSecret.From(_ => ValueTask.FromResult(secret)));
        var delivering = workspace.DeliverAsync(Pages.Of(1));
        await Wait.UntilAsync(() => workspace.Entra.Requests.Count >= 2);
        secret = workspace.Entra.Secret;
        await delivering;
        Assert.That(workspace.Service.Rows, Has.Count.EqualTo(1));
        var report = workspace.Reports[0];
        Assert.That((report.RequiresOperator, report.SecretRejected), Is.EqualTo((true, true)));
        Assert.That(report.Failure, Does.EndWith(
            $"there is no access token for application {FakeEntra.Client} of tenant {FakeEntra.Tenant}: "
            + "HTTP 401 (invalid_client): AADSTS7000215: Invalid client secret provided. "
            + "Check the tenant, the client and the value of its secret. It is the client_secret from /entra."));
        Assert.That(report.Failure, Does.Not.Contain("old"));
    }

    [TestCase(429)]
    [TestCase(503)]
    public async Task Temporary_failure_of_the_issuer_is_retried(int status)
    {
        await using var workspace = await Workspace.StartAsync();
        workspace.Entra.Inject(
            new ServiceFault.Respond(new ServiceReply(status, "busy").RetryAfter("9")), new ServiceFault.Abort());
        await workspace.DeliverAsync(Pages.Of(1));
        Assert.That(workspace.Reports[0].RetryIn, Is.EqualTo(TimeSpan.FromSeconds(9)));
        Assert.That(workspace.Reports[0].RequiresOperator, Is.False);
        Assert.That(workspace.Service.Rows, Has.Count.EqualTo(1));
    }

    [TestCase(null)]
    [TestCase("33333333-3333-3333-3333-333333333333")]
    public async Task Managed_identity_of_a_service_uses_the_endpoint_of_the_environment(string? clientId)
    {
        FakeEntra? entra = null;
        await using var workspace = await Workspace.StartAsync(options => options with
        {
            Credential = new ManagedIdentityCredential(clientId, name => name switch
            {
                "IDENTITY_ENDPOINT" => new Uri(entra!.Url, "/msi/token").ToString(),
                "IDENTITY_HEADER" => FakeEntra.IdentityHeader,
                _ => null,
            }),
        });
        entra = workspace.Entra;
        entra.ManagedIdentity = clientId;
        await workspace.DeliverAsync(Pages.Of(1));
        workspace.Clock.Advance(TimeSpan.FromMinutes(54));
        await workspace.DeliverAsync(Pages.Of(1));
        Assert.That(workspace.Service.Rows, Has.Count.EqualTo(2));
        Assert.That(entra.Issued, Is.EqualTo(1));
    }

    [TestCase(404)]
    [TestCase(410)]
    public async Task Managed_identity_of_a_virtual_machine_uses_the_metadata_service(int temporary)
    {
        FakeEntra? entra = null;
        using var handler = new Redirect(() => entra!.Url);
        await using var workspace = await Workspace.StartAsync(options => options with
        {
            Credential = new ManagedIdentityCredential(null, _ => null),
            Handler = handler,
        }, retryFor: TimeSpan.FromHours(1));
        entra = workspace.Entra;
        entra.Inject(temporary);
        await workspace.DeliverAsync(Pages.Of(1));
        Assert.That(workspace.Service.Rows, Has.Count.EqualTo(1));
        Assert.That(workspace.Reports[0].RequiresOperator, Is.False);
        Assert.That(handler.Hosts, Does.Contain("169.254.169.254"));
    }

    [Test]
    public async Task Unknown_managed_identity_stops_the_delivery()
    {
        FakeEntra? entra = null;
        using var handler = new Redirect(() => entra!.Url);
        await using var workspace = await Workspace.StartAsync(
            options => options with { Credential = new ManagedIdentityCredential("id", _ => null), Handler = handler },
            retryFor: TimeSpan.FromHours(1));
        entra = workspace.Entra;
        Assert.That(
            () => workspace.DeliverAsync(Pages.Of(1)),
            Throws.TypeOf<DestinationException>().With.Message.Contains("Assign the identity to this machine or service."));
    }

    [TestCase("https://a-1.eastus-1.ingest.monitor.azure.com", "login.microsoftonline.com", "https://monitor.azure.com/.default")]
    [TestCase("https://a-1.usgovvirginia-1.ingest.monitor.azure.us", "login.microsoftonline.us", "https://monitor.azure.us/.default")]
    [TestCase("https://a-1.chinaeast2-1.ingest.monitor.azure.cn", "login.partner.microsoftonline.cn", "https://monitor.azure.cn/.default")]
    public async Task Endpoint_determines_the_cloud(string endpoint, string authority, string scope)
    {
        using var handler = new Recorder();
        using var destination = new SentinelDestination(new SentinelOptions
        {
            Url = new Uri(endpoint),
            RuleId = FakeSentinel.Rule,
            Credential = AzureCredential.ClientSecret("tenant", "client", "secret"),
            Handler = handler,
        });
        await destination.ProbeAsync([Pages.Origin]);
        Assert.That(handler.Requests.Single(), Does.StartWith($"https://{authority}/tenant/oauth2/v2.0/token ").And.EndsWith(Uri.EscapeDataString(scope)));
    }

    [Test]
    public void Authority_must_be_https() => Assert.That(
        () => AzureCredential.ClientSecret("tenant", "client", "secret", new Uri("http://login.example.com")), Throws.ArgumentException);

    private sealed class Redirect(Func<Uri> metadata) : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
    {
        public HashSet<string> Hosts { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Hosts.Add(request.RequestUri!.Host);
            if (!request.RequestUri.IsLoopback)
                request.RequestUri = new Uri(metadata(), request.RequestUri.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Recorder : HttpMessageHandler
    {
        public List<string> Requests { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add($"{request.RequestUri} {await request.Content!.ReadAsStringAsync(cancellationToken)}");
            return new HttpResponseMessage(HttpStatusCode.BadRequest);
        }
    }
}
