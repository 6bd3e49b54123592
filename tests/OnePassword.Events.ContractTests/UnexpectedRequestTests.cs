using System.Text;
using NUnit.Framework.Api;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using OnePassword.Events.ContractTests.Servers;

namespace OnePassword.Events.ContractTests;

/// <summary>A request that is not as agreed fails the test that sent it, and no other test. The message compares it with a stub.</summary>
public sealed class UnexpectedRequestTests
{
    private static readonly string Agent = $"User-Agent: OnePassword.Events/{typeof(EventsClient).Assembly.GetName().Version!.ToString(3)}";

    // A test run within the test run, because the subject is how NUnit reports the tests of a fixture.
    private static readonly Lazy<Dictionary<string, ITestResult>> Results = new(Run);

    [Test]
    public void An_unmatched_request_fails_its_test_with_a_diff_below_the_exception() =>
        Assert.That(MessageOf(nameof(Senders.A_larger_page)), Does.Contain("EventsApiException").And.Contain($$"""
            No stub matches POST /api/v2/signinattempts. The nearest stub is v2/signinattempts/first-page. Differences are marked with "!":

              sent                                     | expected
              POST                                     | POST
              /api/v2/signinattempts                   | /api/v2/signinattempts
              Accept: application/json                 | Accept: contains application/json
              Accept-Encoding: gzip, deflate, br       |
              Authorization: Bearer ***                | Authorization: Bearer stub-sequence
              Content-Length: 81                       |
              Content-Type: application/json           | Content-Type: application/json, UTF-8 if any charset
              {{Agent,-40}} | User-Agent: contains OnePassword.Events/<version>
            ! "limit": 3                               | "limit": 2
              "start_time": "2026-01-01T00:00:00Z"     | "start_time": "2026-01-01T00:00:00Z"
              "end_time": "2026-02-01T00:00:00Z"       | "end_time": "2026-02-01T00:00:00Z"

            """));

    [Test]
    public void An_agreed_request_passes_in_the_same_fixture() =>
        Assert.That(Results.Value[nameof(Senders.An_agreed_request)].ResultState, Is.EqualTo(ResultState.Success));

    [Test]
    public void All_unmatched_requests_are_reported_in_order_without_their_tokens() =>
        Assert.That(MessageOf(nameof(Senders.Two_requests_with_an_unused_token)), Is.EqualTo($$"""
            No stub matches GET /api/v2/auth/introspect. The nearest stub is v2/introspect/introspection. Differences are marked with "!":

              sent                                     | expected
              GET                                      | GET
              /api/v2/auth/introspect                  | /api/v2/auth/introspect
              Accept: application/json                 | Accept: contains application/json
              Accept-Encoding: gzip, deflate, br       |
            ! Authorization: Bearer ***                | Authorization: Bearer stub-sequence
              {{Agent,-40}} | User-Agent: contains OnePassword.Events/<version>

            No stub matches GET /api/auth/introspect. The nearest stub is v1/introspect/introspection. Differences are marked with "!":

              sent                                     | expected
              GET                                      | GET
              /api/auth/introspect                     | /api/auth/introspect
              Accept: application/json                 | Accept: contains application/json
              Accept-Encoding: gzip, deflate, br       |
            ! Authorization: Bearer ***                | Authorization: Bearer stub-sequence
              {{Agent,-40}} | User-Agent: contains OnePassword.Events/<version>

            """));

    [Test]
    public void Missing_headers_and_invalid_JSON_are_marked() =>
        Assert.That(MessageOf(nameof(Senders.A_request_of_another_client)), Is.EqualTo("""
            No stub matches PUT /api/v1/itemusages. The nearest stub is v1/itemusages/continuation. Differences are marked with "!":

              sent                                     | expected
            ! PUT                                      | POST
              /api/v1/itemusages                       | /api/v1/itemusages
            ! Accept: text/plain                       | Accept: contains application/json
              Authorization: Bearer ***                | Authorization: Bearer stub-sequence
              Content-Length: 7                        |
            ! Content-Type: text/plain; charset=utf-8  | Content-Type: application/json, UTF-8 if any charset
            !                                          | User-Agent: contains OnePassword.Events/<version>
            ! limit=3                                  |
            !                                          | "cursor": "itemusages-v1-1"

            """));

    [Test]
    public void A_matched_request_with_other_headers_or_a_query_string_fails_its_test_too() =>
        Assert.That(MessageOf(nameof(Senders.A_matched_request_of_another_client)), Is.EqualTo("""
            POST /api/v2/itemusages?limit=2 matches the stub v2/itemusages/continuation, but is not as agreed. Differences are marked with "!":

              sent                                     | expected
              POST                                     | POST
            ! /api/v2/itemusages?limit=2               | /api/v2/itemusages
            ! Accept: text/plain                       | Accept: contains application/json
              Authorization: Bearer ***                | Authorization: Bearer stub-sequence
              Content-Length: 28                       |
            ! Content-Type: text/plain; charset=utf-8  | Content-Type: application/json, UTF-8 if any charset
            !                                          | User-Agent: contains OnePassword.Events/<version>
              "cursor": "itemusages-v2-1"              | "cursor": "itemusages-v2-1"

            """));

    private static string MessageOf(string test)
    {
        var result = Results.Value[test];
        Assert.That(result.ResultState.Status, Is.EqualTo(TestStatus.Failed));
        return result.Message;
    }

    private static Dictionary<string, ITestResult> Run()
    {
        var runner = new NUnitTestAssemblyRunner(new DefaultTestAssemblyBuilder());
        runner.Load(typeof(Senders).Assembly, new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [NUnit.FrameworkPackageSettings.LOAD] = new[] { typeof(Senders).FullName! },
            [NUnit.FrameworkPackageSettings.NumberOfTestWorkers] = 0,
        });
        return Tests(runner.Run(TestListener.NULL, TestFilter.FromXml($"<filter><class>{typeof(Senders).FullName}</class></filter>"))).ToDictionary(result => result.Name, StringComparer.Ordinal);
        static IEnumerable<ITestResult> Tests(ITestResult result) => result.HasChildren ? result.Children.SelectMany(Tests) : [result];
    }

    [Explicit("These tests fail on purpose. The tests above run them.")]
    public sealed class Senders : StubbedTests
    {
        [Test, Order(1)]
        public async Task A_larger_page()
        {
            using var client = Server.Client("stub-sequence");
            var query = EventQuery.Between(Window.Start, Window.End, pageSize: 3);
            await client.AskAsync("/api/v2/signinattempts", query);
        }

        [Test, Order(2)]
        public async Task An_agreed_request()
        {
            using var client = Server.Client("stub-sequence");
            await client.AskAsync("/api/v2/signinattempts", Window.Query);
        }

        [Test, Order(3)]
        public void Two_requests_with_an_unused_token()
        {
            using var client = Server.Client("stub-unused");
            Assert.CatchAsync<EventsException>(() => client.AskAsync("/api/v2/auth/introspect"));
            Assert.CatchAsync<EventsException>(() => client.AskAsync("/api/auth/introspect"));
        }

        [Test, Order(4)]
        public Task A_request_of_another_client() => SendAsync(HttpMethod.Put, "api/v1/itemusages", "limit=3");

        [Test, Order(5)]
        public Task A_matched_request_of_another_client() => SendAsync(HttpMethod.Post, "api/v2/itemusages?limit=2", """{"cursor":"itemusages-v2-1"}""");

        private async Task SendAsync(HttpMethod method, string target, string body)
        {
            using var http = new HttpClient { BaseAddress = Server.Address, DefaultRequestHeaders = { { "Accept", "text/plain" }, { "Authorization", "Bearer stub-sequence" } } };
            using var request = new HttpRequestMessage(method, new Uri(target, UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, "text/plain") };
            using var response = await http.SendAsync(request);
        }
    }
}
