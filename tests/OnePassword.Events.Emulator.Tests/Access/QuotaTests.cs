using System.Net;
using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests.Access;

public sealed class QuotaTests
{
    private readonly FakeTimeProvider _clock = new(Api.Now);

    [Test]
    public async Task The_quota_per_minute_is_a_sliding_window()
    {
        await using var api = await StartAsync(new(2, null));
        Assert.That(await StatusAsync(api), Is.EqualTo(HttpStatusCode.OK));
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.That(await StatusAsync(api), Is.EqualTo(HttpStatusCode.OK));
        _clock.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        Assert.That(await StatusAsync(api), Is.EqualTo(HttpStatusCode.TooManyRequests), "Two were in this minute.");
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.That(
            await StatusAsync(api),
            Is.EqualTo(HttpStatusCode.OK),
            "The first request is a minute old, and the rejected one does not count.");
        Assert.That(await StatusAsync(api), Is.EqualTo(HttpStatusCode.TooManyRequests));
    }

    [Test]
    public async Task The_quota_per_hour_rejects_a_request_within_the_quota_per_minute()
    {
        await using var api = await StartAsync(new(2, 3));
        Assert.That(await StatusAsync(api), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync(api), Is.EqualTo(HttpStatusCode.OK));
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.That(await StatusAsync(api), Is.EqualTo(HttpStatusCode.OK));

        using var rejected = await api.PostAsync(Api.Audit, "{}");

        Assert.That(rejected.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(rejected.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromMinutes(50)));
    }

    [Test]
    public async Task Introspection_and_all_feeds_share_a_quota_but_control_requests_do_not_count()
    {
        await using var api = await StartAsync(new(3, null));
        for (var i = 0; i < 5; i++)
            await api.Http.GetStringAsync(new Uri("__emulator/requests", UriKind.Relative));

        await api.Http.GetStringAsync(new Uri("api/auth/introspect", UriKind.Relative));
        await api.PageAsync(Api.Audit, "{}");
        await api.PageAsync("api/v1/signinattempts", "{}");

        Assert.That(await api.StatusAsync(Api.Usages, "{}"), Is.EqualTo(HttpStatusCode.TooManyRequests));
    }

    [TestCase(RetryAfterFormat.Seconds, "43")]
    [TestCase(RetryAfterFormat.Date, "Sat, 14 Mar 2026 09:27:54 GMT")]
    [TestCase(RetryAfterFormat.None, null)]
    public async Task A_429_has_Retry_After_in_the_chosen_format(RetryAfterFormat format, string? expected)
    {
        await using var api = await StartAsync(new(1, null), format);
        await api.PageAsync(Api.Audit, "{}");
        _clock.Advance(TimeSpan.FromSeconds(17.5));

        using var rejected = await api.PostAsync(Api.Audit, "{}");

        var header = rejected.Headers.TryGetValues("Retry-After", out var values) ? values.Single() : null;
        Assert.That(header, Is.EqualTo(expected), "42.5 seconds are rounded up.");
        Assert.That(await rejected.Content.ReadAsStringAsync(), Is.EqualTo("""{"Error":{"Message":"Too Many Requests"}}"""));
    }

    [Test]
    public async Task The_default_quota_is_the_documented_one()
    {
        await using var emulator = await EventsEmulator.StartAsync(new() { TimeProvider = _clock, EventsPerFeed = 1 });
        using var http = new HttpClient { BaseAddress = emulator.BaseAddress };
        http.DefaultRequestHeaders.Authorization = new("Bearer", emulator.Token);
        for (var i = 0; i < 601; i++)
        {
            using var response = await http.GetAsync(new Uri("api/v2/auth/introspect", UriKind.Relative));
        }

        Assert.That(emulator.Requests.Count(request => request.Status == 200), Is.EqualTo(600));
        Assert.That(emulator.Requests[600].Status, Is.EqualTo(429));
        Assert.That(Quota.Default, Is.EqualTo(new Quota(600, 30_000)));
    }

    [Test]
    public async Task A_request_with_a_wrong_token_does_not_count_against_the_quota()
    {
        await using var api = await StartAsync(new(1, null));
        using var stranger = new HttpClient { BaseAddress = api.Emulator.BaseAddress };
        for (var i = 0; i < 3; i++)
        {
            using var response = await stranger.GetAsync(new Uri("api/v2/auth/introspect", UriKind.Relative));
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        }

        Assert.That(await StatusAsync(api), Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("600/min,30000/h", 600, 30_000)]
    [TestCase("30000/h, 600/min", 600, 30_000)]
    [TestCase("5/min", 5, null)]
    [TestCase("7/h", null, 7)]
    [TestCase("off", null, null)]
    public void A_quota_is_parsed_from_text_and_formatted_as_the_same_quota(string text, int? minute, int? hour)
    {
        var quota = Quota.Parse(text);

        Assert.That(quota, Is.EqualTo(new Quota(minute, hour)));
        Assert.That(Quota.Parse(quota.ToString()), Is.EqualTo(quota));
    }

    [TestCase("")]
    [TestCase("600")]
    [TestCase("0/min")]
    [TestCase("-1/min")]
    [TestCase("1/min,2/min")]
    [TestCase("1/day")]
    [TestCase("99999999999/h")]
    public void Parse_rejects_a_text_that_is_not_a_quota(string text) =>
        Assert.That(() => Quota.Parse(text), Throws.TypeOf<FormatException>().With.Message.Contains("600/min,30000/h"));

    private Task<Api> StartAsync(Quota quota, RetryAfterFormat format = RetryAfterFormat.Seconds) =>
        Api.StartAsync(new() { Quota = quota, RetryAfter = format, TimeProvider = _clock, EventsPerFeed = 1 });

    private static Task<HttpStatusCode> StatusAsync(Api api) => api.StatusAsync(Api.Audit, "{}");
}
