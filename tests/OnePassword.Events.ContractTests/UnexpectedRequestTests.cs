using System.Reflection;
using System.Text;
using OnePassword.Events.ContractTests.Servers;

namespace OnePassword.Events.ContractTests;

/// <summary>Reports of requests that are not as agreed. They fail the test that sent them.</summary>
public sealed class UnexpectedRequestTests : IDisposable
{
    private static readonly string Agent = $"OnePassword.Events/{typeof(EventsClient).Assembly.GetName().Version!.ToString(3)}";

    private readonly StubServer _server = new();

    [Test]
    public void A_request_with_another_page_size_is_reported_beside_the_nearest_stub()
    {
        using var client = _server.Client("stub-sequence");
        var query = EventQuery.Between(FirstRequest.Start, FirstRequest.End, pageSize: 3);
        Assert.CatchAsync<EventsException>(() => client.RequestAsync("/api/v2/signinattempts", query));

        Assert.That(Reports().Single(), Is.EqualTo($$"""
            No stub matches POST /api/v2/signinattempts. The nearest stub is v2/signinattempts/first-page.
            Differences: limit
            Sent: {
              "method": "POST",
              "path": "/api/v2/signinattempts",
              "headers": {
                "Accept": "application/json",
                "Accept-Encoding": "gzip, deflate, br",
                "Authorization": "Bearer ***",
                "Content-Length": "81",
                "Content-Type": "application/json",
                "User-Agent": "{{Agent}}"
              },
              "body": {
                "limit": 3,
                "start_time": "2026-01-01T00:00:00Z",
                "end_time": "2026-02-01T00:00:00Z"
              }
            }
            Expected: {
              "method": "POST",
              "path": "/api/v2/signinattempts",
              "headers": {
                "Authorization": "Bearer stub-sequence",
                "Accept": "contains application/json",
                "User-Agent": "contains OnePassword.Events/<version>",
                "Content-Type": "application/json, UTF-8 if any charset"
              },
              "body": {
                "limit": 2,
                "start_time": "2026-01-01T00:00:00Z",
                "end_time": "2026-02-01T00:00:00Z"
              }
            }

            """));
    }

    [Test]
    public void All_unmatched_requests_are_reported_in_order_without_their_tokens()
    {
        using var client = _server.Client("stub-unused");
        Assert.CatchAsync<EventsException>(() => client.RequestAsync("/api/v2/auth/introspect"));
        Assert.CatchAsync<EventsException>(() => client.RequestAsync("/api/auth/introspect"));

        Assert.That(Reports().Select(Start), Is.EqualTo(new[]
        {
            """
            No stub matches GET /api/v2/auth/introspect. The nearest stub is v2/introspect/introspection.
            Differences: Authorization
            """,
            """
            No stub matches GET /api/auth/introspect. The nearest stub is v1/introspect/introspection.
            Differences: Authorization
            """,
        }));
        Assert.That(Reports(), Is.All.Not.Contains("stub-unused"));
    }

    [Test]
    public async Task A_request_of_another_client_is_reported_with_its_method_headers_and_invalid_body()
    {
        await SendAsync(HttpMethod.Put, "api/v1/itemusages", "limit=3");

        Assert.That(Start(Reports().Single()), Is.EqualTo("""
            No stub matches PUT /api/v1/itemusages. The nearest stub is v1/itemusages/continuation.
            Differences: method, Accept, User-Agent, Content-Type, body, cursor
            """));
        Assert.That(Reports().Single(), Does.Contain("\"body\": \"limit=3\"").And.Contain("\"Accept\": \"text/plain\""));
    }

    [Test]
    public async Task A_matched_request_with_other_headers_or_a_query_string_is_reported()
    {
        await SendAsync(HttpMethod.Post, "api/v2/itemusages?limit=2", """{"cursor":"itemusages-v2-1"}""");

        Assert.That(Start(Reports().Single()), Is.EqualTo("""
            POST /api/v2/itemusages?limit=2 matches the stub v2/itemusages/continuation, but is not as agreed.
            Differences: path, Accept, User-Agent, Content-Type
            """));
    }

    [Test]
    public async Task An_unexpected_request_fails_its_test_but_not_the_next_one()
    {
        await SendAsync(HttpMethod.Put, "api/v1/itemusages", "limit=3");
        Assert.That(_server.FailIfUnexpected, Throws.TypeOf<AssertionException>().With.Message.Contains("No stub matches PUT"));

        using var client = _server.Client("stub-sequence");
        await client.RequestAsync("/api/v2/signinattempts", FirstRequest.Query);
        Assert.That(_server.FailIfUnexpected, Throws.Nothing);
    }

    [TestCase(typeof(StubbedTests))]
    [TestCase(typeof(WireMockContractTests))]
    public void Fixtures_with_a_stub_server_check_their_requests_after_each_test(Type fixture) =>
        Assert.That(fixture.GetMethod("FailIfUnexpected")?.GetCustomAttribute<TearDownAttribute>(), Is.Not.Null);

    public void Dispose() => _server.Dispose();

    private List<string> Reports() => [.. _server.Requests.Select(UnexpectedRequest.Report).OfType<string>()];

    private static string Start(string report) => report[..report.IndexOf("\nSent: ", StringComparison.Ordinal)];

    private async Task SendAsync(HttpMethod method, string target, string body)
    {
        using var http = new HttpClient { BaseAddress = _server.Address };
        http.DefaultRequestHeaders.Add("Accept", "text/plain");
        http.DefaultRequestHeaders.Add("Authorization", "Bearer stub-sequence");
        using var content = new StringContent(body, Encoding.UTF8, "text/plain");
        using var request = new HttpRequestMessage(method, new Uri(target, UriKind.Relative)) { Content = content };
        using var response = await http.SendAsync(request);
    }
}
