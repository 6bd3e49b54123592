using System.Net;
using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests.Paging;

public sealed class FeedRequestTests
{
    private const string LenientAccepts = "(accepted by a lenient emulator: --lenient, or Strict = false)";

    [TestCase("""{"limit":-1}""", "limit is not 1 to 1000")]
    [TestCase("""{"limit":1001}""", "limit is not 1 to 1000")]
    [TestCase("""{"limit":1.5}""", "limit")]
    [TestCase("""{"limit":"100"}""", "limit")]
    [TestCase("""{"limit":99999999999}""", "limit")]
    [TestCase("""{"start_time":1700000000}""", "start_time")]
    [TestCase("""{"start_time":"2026-03-14"}""", "start_time")]
    [TestCase("""{"start_time":"2026-03-14T09:26:53"}""", "start_time")]
    [TestCase("""{"start_time":"2026-02-29T09:26:53Z"}""", "start_time")]
    [TestCase("""{"end_time":"2026-03-14T24:00:00Z"}""", "end_time")]
    [TestCase("""{"end_time":"2026-03-14T09:26:60Z"}""", "end_time")]
    [TestCase("""{"end_time":"2026-03-14T09:26:53.Z"}""", "end_time")]
    [TestCase("""{"end_time":"2026-03-14T09:26:53.1234567890Z"}""", "end_time")]
    [TestCase("""{"end_time":"2026-03-14T09:26:53+0100"}""", "end_time")]
    [TestCase("""{"end_time":"2026-03-14 09:26:53Z"}""", "end_time")]
    [TestCase("""{"cursor":1}""", "cursor")]
    [TestCase("[]", "object")]
    [TestCase("null", "object")]
    [TestCase("{", "malformed")]
    [TestCase("{} {}", "malformed")]
    [TestCase("""{"limit":1,}""", "malformed")]
    [TestCase("{'limit':1}", "malformed")]
    [TestCase("""{"cursor":"\ud800"}""", "malformed")]
    public async Task An_invalid_body_is_rejected_by_a_strict_and_a_lenient_emulator(string body, string reason)
    {
        foreach (var strict in new[] { true, false })
        {
            await using var api = await Api.StartAsync(new() { Strict = strict });

            using var response = await api.PostAsync(Api.Audit, body);

            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(api.Emulator.Requests.Single().Note, Does.Contain(reason).And.Not.Contain("lenient"));
            Assert.That(
                await response.Content.ReadAsStringAsync(),
                Is.EqualTo("{\"Error\":{\"Message\":\"Bad Request: " + api.Emulator.Requests.Single().Note + "\"}}"));
        }
    }

    [TestCase("""{"ResetCursor":{"limit":10}}""", "wrapper")]
    [TestCase("""{"reset_cursor":{"limit":10}}""", "wrapper")]
    [TestCase("""{"Limit":10}""", "unknown key Limit")]
    [TestCase("""{"limit":0}""", "limit is not 1 to 1000")]
    [TestCase("""{"limit":null}""", "limit is not a whole number")]
    [TestCase("""{"start_time":null,"end_time":null}""", "start_time")]
    [TestCase("""{"start_time":""}""", "start_time")]
    [TestCase("""{"start_time":0}""", "start_time")]
    [TestCase("""{"cursor":""}""", "cursor")]
    [TestCase("", "malformed")]
    public async Task A_body_that_Go_accepts_is_rejected_only_by_a_strict_emulator(string body, string reason)
    {
        await using var strict = await Api.StartAsync(new() { Span = TimeSpan.FromMinutes(30) });
        await using var lenient = await Api.StartAsync(new() { Span = TimeSpan.FromMinutes(30), Strict = false });

        Assert.That(await strict.StatusAsync(Api.Audit, body), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(strict.Emulator.Requests.Single().Note, Does.Contain(reason).And.EndWith(LenientAccepts));
        Assert.That((await lenient.PageAsync(Api.Audit, body)).Items, Has.Count.EqualTo(100), "The defaults apply.");
        Assert.That(lenient.Emulator.Requests.Single().Note, Is.Null);
    }

    [Test]
    public async Task A_lenient_emulator_ignores_the_zero_time_of_Go()
    {
        await using var strict = await Api.StartAsync(new() { Span = TimeSpan.FromMinutes(30) });
        await using var lenient = await Api.StartAsync(new() { Span = TimeSpan.FromMinutes(30), Strict = false });
        const string Body = """{"start_time":"0001-01-01T00:00:00Z","end_time":"0001-01-01T00:00:00Z"}""";

        Assert.That((await strict.PageAsync(Api.Audit, Body)).Items, Is.Empty, "The time range ends two thousand years ago.");
        Assert.That((await lenient.PageAsync(Api.Audit, Body)).Items, Has.Count.EqualTo(100), "The defaults apply.");
    }

    [Test]
    public async Task Only_a_lenient_emulator_accepts_a_cursor_with_other_keys()
    {
        await using var strict = await Api.StartAsync();
        await using var lenient = await Api.StartAsync(new() { Strict = false });
        var first = await strict.PageAsync(Api.Audit, """{"limit":3}""");
        var body = $$"""{"limit":1000,"start_time":"2020-01-01T00:00:00Z","cursor":"{{first.Cursor}}"}""";

        Assert.That(await strict.StatusAsync(Api.Audit, body), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(strict.Emulator.Requests[^1].Note, Does.Contain("cursor together with other keys"));
        Assert.That((await lenient.PageAsync(Api.Audit, body)).Items, Has.Count.EqualTo(3), "The cursor has priority.");
    }

    [Test]
    public async Task Only_a_lenient_emulator_accepts_another_method()
    {
        await using var strict = await Api.StartAsync(new() { Span = TimeSpan.FromMinutes(30) });
        await using var lenient = await Api.StartAsync(new() { Span = TimeSpan.FromMinutes(30), Strict = false });

        using var rejected = await strict.Http.GetAsync(new Uri(Api.Audit, UriKind.Relative));
        using var posted = await strict.PostAsync("api/v2/auth/introspect", "");
        var page = Page.Parse(await lenient.Http.GetStringAsync(new Uri(Api.Audit, UriKind.Relative)));

        Assert.That(rejected.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
        Assert.That(posted.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
        Assert.That(
            await rejected.Content.ReadAsStringAsync(),
            Is.EqualTo("{\"Error\":{\"Message\":\"Method Not Allowed: the method must be POST " + LenientAccepts + "\"}}"));
        Assert.That(page.Items, Has.Count.EqualTo(100));
    }

    [Test]
    public async Task A_body_with_whitespace_and_without_a_content_type_is_accepted()
    {
        await using var api = await Api.StartAsync();

        var page = await api.PageAsync(Api.Audit, " { \"limit\" :\r\n\t5 } \n");

        Assert.That(page.Items, Has.Count.EqualTo(5));
    }

    [Test]
    public async Task A_body_longer_than_64_KiB_is_rejected_and_the_connection_stays_open()
    {
        await using var api = await Api.StartAsync();

        Assert.That(
            await api.StatusAsync(Api.Audit, "{" + new string(' ', 100_000) + "}"), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await api.StatusAsync(Api.Audit, "{}"), Is.EqualTo(HttpStatusCode.OK), "The connection stays open.");
    }
}
