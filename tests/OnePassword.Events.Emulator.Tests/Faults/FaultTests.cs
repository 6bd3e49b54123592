using System.Net;
using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests.Faults;

public sealed class FaultTests
{
    [Test]
    public async Task A_fault_with_a_status_returns_the_error_object_of_the_API()
    {
        await using var api = await FailingAsync(new Fault { Status = 500 });

        using var response = await api.PostAsync(Api.Audit, "{}");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("""{"Error":{"Message":"Internal Server Error"}}"""));
        Assert.That(api.Emulator.Requests.Single().Note, Is.EqualTo("fault"));
    }

    [Test]
    public async Task A_fault_returns_its_body_content_type_and_headers()
    {
        await using var api = await FailingAsync(new Fault
        {
            Status = 503,
            Body = "<html>",
            ContentType = "text/html",
            RetryAfter = "soon",
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Proxy"] = "yes" },
        });

        using var response = await api.PostAsync(Api.Audit, "{}");

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("<html>"));
        Assert.That(response.Content.Headers.ContentType?.ToString(), Is.EqualTo("text/html"));
        Assert.That(response.Headers.GetValues("X-Proxy"), Is.EqualTo(new[] { "yes" }));
        Assert.That(response.Headers.GetValues("Retry-After"), Is.EqualTo(new[] { "soon" }));
    }

    [TestCase(204)]
    [TestCase(304)]
    public async Task A_fault_can_return_a_status_without_a_body(int status)
    {
        await using var api = await FailingAsync(new Fault { Status = status });

        Assert.That((int)await api.StatusAsync(Api.Audit, "{}"), Is.EqualTo(status));
        Assert.That(await api.StatusAsync(Api.Audit, "{}"), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_fault_skips_After_requests_and_fails_Times_requests()
    {
        await using var api = await FailingAsync(new Fault { Status = 500, After = 2, Times = 3 }, new() { Status = 503 });

        var statuses = new List<int>();
        for (var i = 0; i < 7; i++)
            statuses.Add((int)await api.StatusAsync(Api.Audit, "{}"));

        Assert.That(statuses, Is.EqualTo(new[] { 200, 200, 500, 500, 500, 503, 200 }), "The second fault waits for the first.");
    }

    [Test]
    public async Task A_fault_affects_only_its_feed_and_version()
    {
        await using var api = await FailingAsync(
            new() { Feed = EmulatorFeed.ItemUsages, Api = EmulatorApi.V1, Status = 500 },
            new() { Introspect = true, Status = 502 },
            new() { Status = 503 });

        Assert.That((int)await api.StatusAsync(Api.Usages, "{}"), Is.EqualTo(503), "The last fault affects any feed.");
        Assert.That((int)await api.StatusAsync(Api.Usages, "{}"), Is.EqualTo(200));
        Assert.That((int)await api.StatusAsync("api/v1/auditevents", "{}"), Is.EqualTo(200));
        Assert.That((int)await api.StatusAsync("api/v1/itemusages", "{}"), Is.EqualTo(500));
        using var introspection = await api.Http.GetAsync(new Uri("api/v2/auth/introspect", UriKind.Relative));
        Assert.That((int)introspection.StatusCode, Is.EqualTo(502));
    }

    [Test]
    public async Task A_request_without_a_token_does_not_use_up_a_fault()
    {
        await using var api = await FailingAsync(new Fault { Status = 500 });
        using var unauthorized = new HttpClient { BaseAddress = api.Emulator.BaseAddress };
        using var rejected = await unauthorized.PostAsync(new Uri(Api.Audit, UriKind.Relative), null);

        Assert.That((int)rejected.StatusCode, Is.EqualTo(401));
        Assert.That((int)await api.StatusAsync(Api.Audit, "{}"), Is.EqualTo(500));
    }

    [Test]
    public async Task EmptyPage_returns_has_more_and_the_cursor_of_the_request()
    {
        await using var api = await Api.StartAsync();
        var first = await api.PageAsync(Api.Audit, """{"limit":5}""");
        api.Emulator.Inject(new() { Mode = FaultMode.EmptyPage });

        var empty = await api.NextAsync(Api.Audit, first);

        Assert.That(empty.Text, Is.EqualTo($$"""{"cursor":"{{first.Cursor}}","has_more":true,"items":[]}"""));
        Assert.That((await api.NextAsync(Api.Audit, empty)).Items, Has.Count.EqualTo(5));
    }

    [TestCase(FaultMode.NoCursor, """^{"has_more":true,"items":\[{""")]
    [TestCase(FaultMode.NoHasMore, """^{"cursor":"[\w-]{48}","items":\[{""")]
    [TestCase(FaultMode.NullItems, """^{"cursor":"[\w-]{48}","has_more":true,"items":null}$""")]
    [TestCase(FaultMode.EmptyBody, "^$")]
    public async Task A_fault_removes_a_part_of_the_page(FaultMode mode, string pattern)
    {
        await using var api = await FailingAsync(new Fault { Mode = mode });

        Assert.That(await api.TextAsync(Api.Audit, """{"limit":5}"""), Does.Match(pattern));
    }

    [Test]
    public async Task Redirect_returns_302_or_the_status_of_the_fault()
    {
        var elsewhere = new Dictionary<string, string>(StringComparer.Ordinal) { ["Location"] = "https://evil.example/" };
        await using var api = await FailingAsync(
            new() { Mode = FaultMode.Redirect },
            new() { Mode = FaultMode.Redirect, Status = 307, Headers = elsewhere });

        using var first = await api.PostAsync(Api.Audit, "{}");
        using var second = await api.PostAsync(Api.Audit, "{}");

        Assert.That(
            (first.StatusCode, first.Headers.Location),
            Is.EqualTo((HttpStatusCode.Found, new Uri(api.Emulator.BaseAddress, "redirected"))));
        Assert.That(((int)second.StatusCode, second.Headers.Location), Is.EqualTo((307, new Uri("https://evil.example/"))));
    }

    [Test]
    public async Task Inject_rejects_an_invalid_fault()
    {
        await using var api = await Api.StartAsync();
        Fault[] invalid =
        [
            new() { Times = 0 }, new() { After = -1 }, new() { Status = 99 }, new() { Delay = TimeSpan.FromSeconds(-1) },
            new() { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X"] = "a\r\nb" } },
            new() { ContentType = "é" },
            new() { Mode = (FaultMode)99 }, new() { Feed = EmulatorFeed.AuditEvents, Introspect = true },
        ];

        foreach (var fault in invalid)
            Assert.That(() => api.Emulator.Inject(fault), Throws.ArgumentException, fault.ToString());
    }

    internal static async Task<Api> FailingAsync(params Fault[] faults)
    {
        var api = await Api.StartAsync();
        foreach (var fault in faults)
            api.Emulator.Inject(fault);
        return api;
    }
}
