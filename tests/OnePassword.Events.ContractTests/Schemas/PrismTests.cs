using System.Net;
using System.Text;
using OnePassword.Events.ContractTests.Servers;

namespace OnePassword.Events.ContractTests.Schemas;

/// <summary>Prism, which knows only the specification, accepts each request of the library.</summary>
[TestFixture("v1")]
[TestFixture("v2")]
[Category("Prism")]
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class PrismTests(string version)
{
    private static readonly EventQuery[] Queries =
    [
        EventQuery.All, EventQuery.Since(TimeSpan.FromHours(3), pageSize: 1), EventQuery.After("c"),
        EventQuery.Between(
            new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(5.5)),
            new DateTimeOffset(2026, 1, 2, 0, 0, 0, 123, TimeSpan.Zero),
            pageSize: 500),
    ];

    private Prism? _prism;

    private Uri Address => _prism!.Address;

    private IEnumerable<string> Paths => Spec.Both.Single(spec => spec.Version == version).Paths;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        if (string.IsNullOrEmpty(Prism.Folder))
        {
            Assert.Ignore("Prism needs Node.js. To run these tests, install tests/OnePassword.Events.ContractTests/prism"
                + " and set OP_EVENTS_PRISM to its folder.");
        }

        _prism = await Prism.StartAsync(version);
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await (_prism?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Test]
    public async Task Prism_accepts_every_request([ValueSource(nameof(Queries))] EventQuery query)
    {
        var log = new ResponseLog();
        using var http = new HttpClient(log);
        var options = new EventsClientOptions { Region = EventsRegion.At(Address) };
        options.Resilience.Retry.MaxRetryAttempts = 0;
        using var client = new EventsClient(http, "token", options);
        foreach (var path in Paths)
        {
            if (path.EndsWith("introspect", StringComparison.Ordinal))
                await client.RequestAsync(path);
            else
                await ReadPageAsync(client.Feed(version, path.Split('/')[^1]), query);
        }
        // The client may request another page before it is canceled, so a path can occur twice.
        Assert.That(log.Responses.Select(response => response.Path).Distinct(StringComparer.Ordinal), Is.EquivalentTo(Paths));
        Assert.That(log.Responses, Is.All.Property("Status").EqualTo(HttpStatusCode.OK));
    }

    [TestCase("""{"limit":1001}""")]
    [TestCase("""{"cursor":"c","limit":5}""")]
    [TestCase("""{"start_time":"yesterday"}""")]
    [TestCase("[]")]
    public async Task Prism_rejects_a_body_that_the_library_never_sends(string body)
    {
        using var http = new HttpClient { BaseAddress = Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", "token");
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri($"api/{version}/auditevents", UriKind.Relative), content);
        Assert.That((int)response.StatusCode, Is.InRange(400, 499), await response.Content.ReadAsStringAsync());
    }

    [Test]
    public async Task Prism_rejects_a_request_without_a_token()
    {
        using var http = new HttpClient { BaseAddress = Address };
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri($"api/{version}/auditevents", UriKind.Relative), content);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    // Only one page, because Prism's examples always report more.
    private static async Task ReadPageAsync(IEventFeed feed, EventQuery query)
    {
        await foreach (var _ in feed.ReadRawAsync(query))
            return;
    }

    private sealed class ResponseLog() : DelegatingHandler(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        public List<Result> Responses { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            lock (Responses)
                Responses.Add(new(request.RequestUri!.AbsolutePath, response.StatusCode));
            return response;
        }
    }

    private sealed record Result(string Path, HttpStatusCode Status);
}
