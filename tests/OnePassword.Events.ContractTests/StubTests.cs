using System.Net;
using OnePassword.Events.ContractTests.Servers;

namespace OnePassword.Events.ContractTests;

/// <summary>The requests of each operation, and the result of each kind of response.</summary>
public sealed class StubTests : StubbedTests
{
    private static readonly DateTimeOffset Now = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

    [TestCaseSource(typeof(Feeds), nameof(Feeds.All))]
    public async Task A_read_sends_the_time_range_once_and_then_only_cursors(string version, string feed)
    {
        using var client = Server.Client("stub-more-but-no-items");
        var pages = await client.Feed(version, feed).ReadRawAsync(FirstRequest.Query).ToListAsync();
        Assert.That(pages.Select(page => page.Items.Count), Is.EqualTo(new[] { 0, 0 }), "The empty page is not the last one.");
        var sent = Server.Requests;
        Assert.That(sent.Select(request => request.Target), Is.All.EqualTo($"/api/{version}/{feed}"));
        Assert.That(sent.Select(request => request.Body), Is.EqualTo(new[]
        {
            """{"limit":2,"start_time":"2026-01-01T00:00:00Z","end_time":"2026-02-01T00:00:00Z"}""", """{"cursor":"on"}""",
        }));
        Assert.That(sent[0].Headers["Authorization"], Is.EqualTo("Bearer stub-more-but-no-items"));
        Assert.That(sent[0].Headers["Content-Type"], Does.StartWith("application/json"));
        Assert.That(sent[0].Headers["User-Agent"], Does.Match(@"^OnePassword\.Events/\d+\.\d+\.\d+"));
    }

    [TestCaseSource(nameof(Failures))]
    public void Each_failure_has_its_reason_and_message(string path, string token, EventsFailure reason, string message)
    {
        using var client = Server.Client(token);
        var error = Assert.CatchAsync<EventsException>(() => client.RequestAsync(path, FirstRequest.Query));
        Assert.That(error.Reason, Is.EqualTo(reason));
        Assert.That(error.Message, Does.Contain(message).And.Not.Contain("stub-").And.Not.Contain("<h1>"));
        Assert.That(Server.Requests.Select(request => request.Target), Is.EqualTo(new[] { path }));
    }

    [TestCaseSource(typeof(Feeds), nameof(Feeds.All))]
    public void A_rejected_continuation_is_reported_as_a_rejected_cursor(string version, string feed)
    {
        using var client = Server.Client("stub-cursor-rejected");
        Assert.That(
            () => client.Feed(version, feed).ReadRawAsync(FirstRequest.Query).ToListAsync(),
            Throws.InstanceOf<EventsApiException>().With.Property("Reason").EqualTo(EventsFailure.CursorRejected));
    }

    [TestCaseSource(typeof(Feeds), nameof(Feeds.All))]
    public void A_page_without_a_cursor_is_an_unexpected_response(string version, string feed)
    {
        using var client = Server.Client("stub-no-cursor");
        Assert.That(
            () => client.Feed(version, feed).ReadRawAsync(FirstRequest.Query).ToListAsync(),
            Throws.InstanceOf<EventsResponseException>().With.Property("Reason").EqualTo(EventsFailure.UnexpectedResponse));
    }

    [Test]
    public void RetryAfter_is_the_number_of_seconds_that_a_429_names(
        [ValueSource(typeof(Feeds), nameof(Feeds.Paths))] string path) =>
        Assert.That(RetryAfter(path, "429-seconds"), Is.EqualTo(TimeSpan.FromHours(2)));

    [Test]
    public void RetryAfter_is_at_most_a_day_if_a_429_names_a_date_years_away(
        [ValueSource(typeof(Feeds), nameof(Feeds.Paths))] string path) =>
        Assert.That(RetryAfter(path, "429-date"), Is.EqualTo(TimeSpan.FromDays(1)));

    [Test]
    public void RetryAfter_is_null_if_the_header_is_missing_or_invalid(
        [ValueSource(typeof(Feeds), nameof(Feeds.Paths))] string path,
        [Values("429", "429-invalid", "429-overflow")] string form) =>
        Assert.That(RetryAfter(path, form), Is.Null);

    // One test for all feeds, because they share the state of the scenario.
    [Test]
    public async Task A_read_succeeds_after_a_429()
    {
        foreach (var feed in Feeds.All)
        {
            using var client = Server.Client("stub-429-then-200", retries: 1);
            var pages = await client.Feed((string)feed[0], (string)feed[1]).ReadRawAsync(FirstRequest.Query).ToListAsync();
            Assert.That(pages, Has.Count.EqualTo(1));
        }
        Assert.That(Server.Requests, Has.Count.EqualTo(12));
    }

    [Test]
    public async Task An_idle_feed_returns_a_late_event_and_a_new_cursor()
    {
        foreach (var feed in Feeds.All)
        {
            using var client = Server.Client("stub-idle-then-event");
            var cursors = new List<string> { "stand" };
            for (var poll = 0; poll < 3; poll++)
            {
                var pages = client.Feed((string)feed[0], (string)feed[1]).ReadRawAsync(EventQuery.After(cursors[^1]));
                cursors.Add((await pages.LastAsync()).Cursor);
            }

            Assert.That(cursors, Is.EqualTo(new[] { "stand", "stand", "stand", "moved" }));
        }
    }

    // A clock per client: with a shared one, the account would still be paused after the 429 of another operation.
    private TimeSpan? RetryAfter(string path, string form)
    {
        using var client = Server.Client($"stub-{form}", clock: new FakeClock(Now));
        var error = Assert.ThrowsAsync<EventsRateLimitException>(() => client.RequestAsync(path, FirstRequest.Query));
        Assert.That(error.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        return error.RetryAfter;
    }

    private static IEnumerable<object[]> Failures()
    {
        (string Case, EventsFailure Reason, string Message)[] cases =
        [
            ("400", EventsFailure.BadRequest, "Bad Request"),
            ("401", EventsFailure.TokenRejected, "Unauthorized"),
            ("401-status-and-message", EventsFailure.TokenRejected, "Invalid bearer token"),
            ("403", EventsFailure.TokenRejected, "Forbidden"),
            ("404-plain-text", EventsFailure.UnexpectedStatus, "not the address of the Events API"),
            ("500", EventsFailure.ServerFailed, "Internal Server Error"),
            ("502-web-page", EventsFailure.ServerFailed, "502"),
            ("503-empty", EventsFailure.ServerFailed, "503"),
            ("200-empty", EventsFailure.EmptyResponse, "empty"),
            ("200-web-page", EventsFailure.NotJson, "not JSON"),
            ("200-truncated", EventsFailure.MalformedJson, "malformed JSON"),
        ];
        return from path in Feeds.Paths
               from one in cases
               select new object[] { path, $"stub-{one.Case}", one.Reason, one.Message };
    }
}
