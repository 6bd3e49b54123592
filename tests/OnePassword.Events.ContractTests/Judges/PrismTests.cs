using System.Net;
using System.Text;
using OnePassword.Events.ContractTests.Servers;

namespace OnePassword.Events.ContractTests.Judges;

/// <summary>Each request that the library sends is one that Prism, by the specification alone, accepts.</summary>
[TestFixture("v1")]
[TestFixture("v2")]
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class PrismTests(string version)
{
    private static readonly EventQuery[] Queries =
    [
        EventQuery.All, EventQuery.Since(TimeSpan.FromHours(3), pageSize: 1), EventQuery.After("c"),
        EventQuery.Between(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(5.5)), new DateTimeOffset(2026, 1, 2, 0, 0, 0, 123, TimeSpan.Zero), pageSize: 500),
    ];

    private ToolServer _prism = null!;

    private IEnumerable<string> Paths => Spec.Both.Single(spec => spec.Version == version).Paths;

    [OneTimeSetUp]
    public async Task StartAsync() => _prism = await Prism.StartAsync(version);

    [OneTimeTearDown]
    public async Task StopAsync() => await _prism.DisposeAsync();

    [Test]
    public async Task It_accepts_every_request([ValueSource(nameof(Queries))] EventQuery query)
    {
        var judge = new Listener();
        using var http = new HttpClient(judge);
        using var client = new EventsClient(http, "t0ken", new EventsClientOptions { Region = EventsRegion.At(_prism.Address), Resilience = { Retry = { MaxRetryAttempts = 0 } } });
        foreach (var path in Paths)
        {
            var reading = path.EndsWith("introspect", StringComparison.Ordinal) ? client.AskAsync(path) : ReadPageAsync(client.Feed(version, path.Split('/')[^1]), query);
            await reading;
        }
        // A second page may be answered before its request is given up: that one is judged, too.
        Assert.That(judge.Answers.Select(answer => answer.Path).Distinct(StringComparer.Ordinal), Is.EquivalentTo(Paths));
        Assert.That(judge.Answers, Is.All.Property("Status").EqualTo(HttpStatusCode.OK));
    }

    [TestCase("""{"limit":1001}""")]
    [TestCase("""{"cursor":"c","limit":5}""")]
    [TestCase("""{"start_time":"yesterday"}""")]
    [TestCase("[]")]
    public async Task It_refuses_what_the_library_never_sends(string body)
    {
        using var http = new HttpClient { BaseAddress = _prism.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", "t0ken");
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri($"api/{version}/auditevents", UriKind.Relative), content);
        Assert.That((int)answer.StatusCode, Is.InRange(400, 499), await answer.Content.ReadAsStringAsync());
    }

    [Test]
    public async Task It_refuses_a_request_without_a_token()
    {
        using var http = new HttpClient { BaseAddress = _prism.Address };
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri($"api/{version}/auditevents", UriKind.Relative), content);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    // One page: Prism's examples say that there is more, always.
    private static async Task ReadPageAsync(IEventFeed feed, EventQuery query)
    {
        await foreach (var _ in feed.ReadRawAsync(query))
            return;
    }

    private sealed class Listener() : DelegatingHandler(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        public List<Judgement> Answers { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            lock (Answers)
                Answers.Add(new(request.RequestUri!.AbsolutePath, answer.StatusCode));
            return answer;
        }
    }

    private sealed record Judgement(string Path, HttpStatusCode Status);
}
