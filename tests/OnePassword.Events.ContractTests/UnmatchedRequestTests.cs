using System.Text;
using NUnit.Framework.Api;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace OnePassword.Events.ContractTests;

/// <summary>A request that no stub is for fails the test that sent it, and no other, beside the stub that comes nearest.</summary>
public sealed class UnmatchedRequestTests
{
    private static readonly string Agent = $"User-Agent: OnePassword.Events/{typeof(EventsClient).Assembly.GetName().Version!.ToString(3)}";

    // A run within the run: what is to be seen is how NUnit reports the tests of a fixture.
    private static readonly Lazy<Dictionary<string, ITestResult>> Results = new(Run);

    [Test]
    public void What_differs_from_the_nearest_stub_is_marked_below_what_the_client_made_of_it() =>
        Assert.That(MessageOf(nameof(Senders.A_larger_page)), Does.Contain("EventsApiException").And.Contain($$"""
            No stub is for POST /api/v2/signinattempts. The nearest is v2/signinattempts/first-page.json; what differs is marked:

              sent                                     | agreed
              POST                                     | POST
              /api/v2/signinattempts                   | /api/v2/signinattempts
              Accept: application/json                 | Accept: contains application/json
              Accept-Encoding: gzip, deflate, br       |
              Authorization: Bearer ***                | Authorization: Bearer t0ken-sequence
              Content-Length: 81                       |
              Content-Type: application/json           | Content-Type: matches (?i)application/json(; ?charset=utf-8)?
              {{Agent,-40}} | User-Agent: matches .*OnePassword\.Events/\d+\.\d+\.\d+.*
            ! "limit": 3                               | "limit": 2
              "start_time": "2026-01-01T00:00:00Z"     | "start_time": "2026-01-01T00:00:00Z"
              "end_time": "2026-02-01T00:00:00Z"       | "end_time": "2026-02-01T00:00:00Z"

            """));

    [Test]
    public void A_test_of_the_same_fixture_that_sends_what_is_agreed_passes() =>
        Assert.That(Results.Value[nameof(Senders.What_is_agreed)].ResultState, Is.EqualTo(ResultState.Success));

    [Test]
    public void Each_request_is_told_in_order_without_its_token() =>
        Assert.That(MessageOf(nameof(Senders.Two_with_a_token_that_names_no_case)), Is.EqualTo($$"""
            No stub is for GET /api/v2/auth/introspect. The nearest is v2/introspect/introspection.json; what differs is marked:

              sent                                     | agreed
              GET                                      | GET
              /api/v2/auth/introspect                  | /api/v2/auth/introspect
              Accept: application/json                 | Accept: contains application/json
              Accept-Encoding: gzip, deflate, br       |
            ! Authorization: Bearer ***                | Authorization: Bearer t0ken-sequence
              {{Agent,-40}} | User-Agent: matches .*OnePassword\.Events/\d+\.\d+\.\d+.*

            No stub is for GET /api/auth/introspect. The nearest is v1/introspect/introspection.json; what differs is marked:

              sent                                     | agreed
              GET                                      | GET
              /api/auth/introspect                     | /api/auth/introspect
              Accept: application/json                 | Accept: contains application/json
              Accept-Encoding: gzip, deflate, br       |
            ! Authorization: Bearer ***                | Authorization: Bearer t0ken-sequence
              {{Agent,-40}} | User-Agent: matches .*OnePassword\.Events/\d+\.\d+\.\d+.*

            """));

    [Test]
    public void What_is_missing_and_what_is_no_JSON_is_marked_as_well() =>
        Assert.That(MessageOf(nameof(Senders.What_the_client_never_would)), Is.EqualTo("""
            No stub is for PUT /api/v1/itemusages. The nearest is v1/itemusages/continuation.json; what differs is marked:

              sent                                     | agreed
            ! PUT                                      | POST
              /api/v1/itemusages                       | /api/v1/itemusages
            ! Accept: text/plain                       | Accept: contains application/json
              Authorization: Bearer ***                | Authorization: Bearer t0ken-sequence
              Content-Length: 7                        |
            ! Content-Type: text/plain; charset=UTF-8  | Content-Type: matches (?i)application/json(; ?charset=utf-8)?
            !                                          | User-Agent: matches .*OnePassword\.Events/\d+\.\d+\.\d+.*
            ! limit=3                                  |
            !                                          | "cursor": "itemusages-v1-1"

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

    [Explicit("They send what no stub is for, and fail: the tests above run them.")]
    public sealed class Senders : StubbedTests
    {
        [Test, Order(1)]
        public async Task A_larger_page()
        {
            using var client = Server.Client("t0ken-sequence");
            var query = EventQuery.Between(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero), pageSize: 3);
            await client.AskAsync("/api/v2/signinattempts", query);
        }

        [Test, Order(2)]
        public async Task What_is_agreed()
        {
            using var client = Server.Client("t0ken-sequence");
            await client.AskAsync("/api/v2/signinattempts", Stubs.Window);
        }

        [Test, Order(3)]
        public void Two_with_a_token_that_names_no_case()
        {
            using var client = Server.Client("t0ken-of-no-case");
            Assert.CatchAsync<EventsException>(() => client.AskAsync("/api/v2/auth/introspect"));
            Assert.CatchAsync<EventsException>(() => client.AskAsync("/api/auth/introspect"));
        }

        [Test, Order(4)]
        public async Task What_the_client_never_would()
        {
            using var http = new HttpClient { BaseAddress = Server.Address, DefaultRequestHeaders = { { "Accept", "text/plain" }, { "Authorization", "Bearer t0ken-sequence" } } };
            using var content = new StringContent("limit=3", Encoding.UTF8, "text/plain");
            using var answer = await http.PutAsync(new Uri("api/v1/itemusages", UriKind.Relative), content);
        }
    }
}
