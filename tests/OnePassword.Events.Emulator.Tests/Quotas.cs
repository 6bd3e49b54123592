using System.Net;
using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests;

public sealed class Quotas
{
    private readonly FakeTimeProvider _clock = new(Api.Now);

    [Test]
    public async Task Slide_over_the_minute()
    {
        await using var api = await StartAsync(new(2, null));
        Assert.That(await StatusAsync(api), Is.EqualTo(HttpStatusCode.OK));
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.That(await StatusAsync(api), Is.EqualTo(HttpStatusCode.OK));
        _clock.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        Assert.That(await StatusAsync(api), Is.EqualTo(HttpStatusCode.TooManyRequests), "two in less than a minute");
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.That(
            await StatusAsync(api),
            Is.EqualTo(HttpStatusCode.OK),
            "the first is a minute old; the refused one counts for nothing");
        Assert.That(await StatusAsync(api), Is.EqualTo(HttpStatusCode.TooManyRequests));
    }

    [Test]
    public async Task Hold_for_the_hour_too()
    {
        await using var api = await StartAsync(new(2, 3));
        Assert.That(await StatusAsync(api), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync(api), Is.EqualTo(HttpStatusCode.OK));
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.That(await StatusAsync(api), Is.EqualTo(HttpStatusCode.OK));

        using var refused = await api.PostAsync(Api.Audit, "{}");

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(refused.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromMinutes(50)));
    }

    [Test]
    public async Task Count_introspection_and_every_feed_together_but_no_control_request()
    {
        await using var api = await StartAsync(new(3, null));
        for (var i = 0; i < 5; i++)
            await api.Http.GetStringAsync(new Uri("__emulator/requests", UriKind.Relative));

        await api.Http.GetStringAsync(new Uri("api/auth/introspect", UriKind.Relative));
        await api.PageAsync(Api.Audit, "{}");
        await api.PageAsync("api/v1/signinattempts", "{}");

        Assert.That(await api.StatusAsync(Api.Usages, "{}"), Is.EqualTo(HttpStatusCode.TooManyRequests));
    }

    [TestCase(RetryAfterForm.Seconds, "43")]
    [TestCase(RetryAfterForm.Date, "Sat, 14 Mar 2026 09:27:54 GMT")]
    [TestCase(RetryAfterForm.None, null)]
    public async Task Say_when_to_come_back_in_each_form(RetryAfterForm form, string? expected)
    {
        await using var api = await StartAsync(new(1, null), form);
        await api.PageAsync(Api.Audit, "{}");
        _clock.Advance(TimeSpan.FromSeconds(17.5));

        using var refused = await api.PostAsync(Api.Audit, "{}");

        var header = refused.Headers.TryGetValues("Retry-After", out var values) ? values.Single() : null;
        Assert.That(header, Is.EqualTo(expected), "42.5 seconds, rounded up");
        Assert.That(await refused.Content.ReadAsStringAsync(), Is.EqualTo("""{"Error":{"Message":"Too Many Requests"}}"""));
    }

    [Test]
    public async Task Of_the_documentation_are_the_default()
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
    public async Task Of_a_wrong_token_are_not_used_up()
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
    public void Are_read_from_text_and_written_again(string text, int? minute, int? hour)
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
    public void Of_no_known_form_are_refused(string text) =>
        Assert.That(() => Quota.Parse(text), Throws.TypeOf<FormatException>().With.Message.Contains("600/min,30000/h"));

    private Task<Api> StartAsync(Quota quota, RetryAfterForm form = RetryAfterForm.Seconds) =>
        Api.StartAsync(new() { Quota = quota, RetryAfter = form, TimeProvider = _clock, EventsPerFeed = 1 });

    private static Task<HttpStatusCode> StatusAsync(Api api) => api.StatusAsync(Api.Audit, "{}");
}
