using System.Net;

namespace OnePassword.Events.ContractTests;

/// <summary>What is sent for each operation, and what is made of each kind of answer.</summary>
public sealed class StubTests : StubbedTests
{
    private static readonly DateTimeOffset Now = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

    [TestCaseSource(typeof(Feeds), nameof(Feeds.All))]
    public async Task A_reading_sends_the_window_once_and_then_cursors_alone(string version, string feed)
    {
        using var client = Server.Client("t0ken-more-but-no-items");
        var pages = await client.Feed(version, feed).ReadRawAsync(Stubs.Window).ToListAsync();
        Assert.That(pages.Select(page => page.Events.Count), Is.EqualTo(new[] { 0, 0 }), "there may be more after a page without events");
        var sent = await Server.RequestsAsync();
        Assert.That(sent.Select(request => request.GetProperty("url").GetString()), Is.All.EqualTo($"/api/{version}/{feed}"));
        Assert.That(sent.Select(request => request.GetProperty("body").GetString()), Is.EqualTo(new[]
        {
            """{"limit":2,"start_time":"2026-01-01T00:00:00Z","end_time":"2026-02-01T00:00:00Z"}""", """{"cursor":"on"}""",
        }));
        var headers = sent[0].GetProperty("headers");
        Assert.That(headers.GetProperty("Authorization").GetString(), Is.EqualTo("Bearer t0ken-more-but-no-items"));
        Assert.That(headers.GetProperty("Content-Type").GetString(), Does.StartWith("application/json"));
        Assert.That(headers.GetProperty("User-Agent").GetString(), Does.Match(@"^OnePassword\.Events/\d+\.\d+\.\d+"));
    }

    [TestCaseSource(nameof(Failures))]
    public async Task Each_kind_of_failure_has_its_name(string path, string token, EventsFailure reason, string said)
    {
        using var client = Server.Client(token);
        var error = Assert.CatchAsync<EventsException>(() => client.AskAsync(path, Stubs.Window));
        Assert.That(error.Reason, Is.EqualTo(reason));
        Assert.That(error.Message, Does.Contain(said).And.Not.Contain("t0ken").And.Not.Contain("<h1>"));
        Assert.That((await Server.RequestsAsync()).Select(request => request.GetProperty("url").GetString()), Is.EqualTo(new[] { path }));
    }

    [TestCaseSource(typeof(Feeds), nameof(Feeds.All))]
    public void A_refused_continuation_is_a_refused_cursor(string version, string feed)
    {
        using var client = Server.Client("t0ken-cursor-refused");
        Assert.That(
            () => client.Feed(version, feed).ReadRawAsync(Stubs.Window).ToListAsync(),
            Throws.InstanceOf<EventsApiException>().With.Property("Reason").EqualTo(EventsFailure.CursorRefused));
    }

    [TestCaseSource(typeof(Feeds), nameof(Feeds.All))]
    public void A_page_without_a_cursor_is_none(string version, string feed)
    {
        using var client = Server.Client("t0ken-no-cursor");
        Assert.That(
            () => client.Feed(version, feed).ReadRawAsync(Stubs.Window).ToListAsync(),
            Throws.InstanceOf<EventsResponseException>().With.Property("Reason").EqualTo(EventsFailure.WrongShape));
    }

    [Test]
    public void The_wait_that_a_429_asks_for_is_carried([ValueSource(typeof(Feeds), nameof(Feeds.Paths))] string path) =>
        Assert.That(RetryAfter(path, "429-seconds"), Is.EqualTo(TimeSpan.FromHours(2)));

    [Test]
    public void A_date_is_a_wait_as_well([ValueSource(typeof(Feeds), nameof(Feeds.Paths))] string path) =>
        Assert.That(RetryAfter(path, "429-date"), Is.EqualTo(new DateTimeOffset(2100, 12, 31, 23, 59, 59, TimeSpan.Zero) - Now));

    [Test]
    public void A_wait_that_is_not_told_or_makes_no_sense_is_none(
        [ValueSource(typeof(Feeds), nameof(Feeds.Paths))] string path, [Values("429", "429-words", "429-absurd")] string form) =>
        Assert.That(RetryAfter(path, form), Is.Null);

    // In one test: the state of a scenario is the server's, for all feeds.
    [Test]
    public async Task After_a_429_comes_the_answer()
    {
        foreach (var feed in Feeds.All)
        {
            using var client = Server.Client("t0ken-429-then-200", retries: 1);
            Assert.That(await client.Feed((string)feed[0], (string)feed[1]).ReadRawAsync(Stubs.Window).ToListAsync(), Has.Count.EqualTo(1));
        }
        Assert.That(await Server.RequestsAsync(), Has.Count.EqualTo(12));
    }

    [Test]
    public async Task A_feed_that_stands_still_moves_on_when_an_event_comes()
    {
        foreach (var feed in Feeds.All)
        {
            using var client = Server.Client("t0ken-idle-then-event");
            var cursors = new List<string> { "stand" };
            for (var poll = 0; poll < 3; poll++)
                cursors.Add((await client.Feed((string)feed[0], (string)feed[1]).ReadRawAsync(EventQuery.After(cursors[^1])).ToListAsync())[^1].Cursor);
            Assert.That(cursors, Is.EqualTo(new[] { "stand", "stand", "stand", "moved" }));
        }
    }

    // With a clock of its own: by the same one, the account would still be paused from another operation's 429.
    private TimeSpan? RetryAfter(string path, string form)
    {
        using var client = Server.Client($"t0ken-{form}", clock: new FakeClock(Now));
        var error = Assert.ThrowsAsync<EventsRateLimitException>(() => client.AskAsync(path, Stubs.Window));
        Assert.That(error.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        return error.RetryAfter;
    }

    private static IEnumerable<object[]> Failures()
    {
        (string Case, EventsFailure Reason, string Said)[] cases =
        [
            ("400", EventsFailure.BadRequest, "Bad Request"),
            ("401", EventsFailure.TokenRefused, "Unauthorized"),
            ("401-status-and-message", EventsFailure.TokenRefused, "Invalid bearer token"),
            ("403", EventsFailure.TokenRefused, "Forbidden"),
            ("404-plain-text", EventsFailure.UnexpectedStatus, "not the address of the Events API"),
            ("500", EventsFailure.ServerFailed, "Internal Server Error"),
            ("502-web-page", EventsFailure.ServerFailed, "502"),
            ("503-empty", EventsFailure.ServerFailed, "503"),
            ("200-empty", EventsFailure.EmptyAnswer, "empty"),
            ("200-web-page", EventsFailure.NotJson, "not JSON"),
            ("200-cut-off", EventsFailure.DamagedJson, "damaged JSON"),
        ];
        return from path in Feeds.Paths from one in cases select new object[] { path, $"t0ken-{one.Case}", one.Reason, one.Said };
    }
}
