using System.Globalization;
using System.Net;
using System.Text.Json;
using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests.Control;

public sealed class ControlEndpointTests
{
    private const string Requests = "__emulator/requests";

    [Test]
    public async Task The_control_index_lists_all_endpoints()
    {
        await using var api = await Api.StartAsync();

        var index = await GetAsync(api, "__emulator/");

        Assert.That(index, Does.Contain("/__emulator/requests").And.Contain("/__emulator/events").And.Contain("wrongLength"));
    }

    [Test]
    public async Task The_request_log_shows_every_request_with_five_fields_and_an_optional_note()
    {
        var now = Api.Now.AddTicks(1_234_567);
        await using var api = await Api.StartAsync(new() { TimeProvider = new FakeTimeProvider(now), Now = now });
        await api.PageAsync(Api.Audit, """{"limit":7}""");
        await api.StatusAsync("api/v1/itemusages", "{");
        await api.StatusAsync("nowhere", "{");

        using var json = JsonDocument.Parse(await GetAsync(api, Requests));
        var entries = json.RootElement.EnumerateArray().ToList();

        var names = entries.Select(entry => string.Join(' ', entry.EnumerateObject().Select(member => member.Name)));
        Assert.That(names, Is.EqualTo(new[]
        {
            "time method path status items", "time method path status items note", "time method path status items",
        }));
        Assert.That(
            entries.Select(entry => entry.GetProperty("path").GetString()),
            Is.EqualTo(new[] { "/api/v2/auditevents", "/api/v1/itemusages", "/nowhere" }));
        Assert.That(entries.Select(entry => entry.GetProperty("status").GetInt32()), Is.EqualTo(new[] { 200, 400, 404 }));
        Assert.That(entries.Select(entry => entry.GetProperty("items").GetInt32()), Is.EqualTo(new[] { 7, 0, 0 }));
        Assert.That(
            DateTimeOffset.Parse(entries[0].GetProperty("time").GetString()!, CultureInfo.InvariantCulture), Is.EqualTo(now));
        Assert.That(api.Emulator.Requests[0], Is.EqualTo(new RequestLogEntry(now, "POST", "/api/v2/auditevents", 200, 7)));
    }

    [Test]
    public async Task DELETE_requests_clears_the_request_log()
    {
        await using var api = await Api.StartAsync();
        await api.PageAsync(Api.Audit, "{}");

        using var response = await api.Http.DeleteAsync(new Uri(Requests, UriKind.Relative));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await GetAsync(api, Requests), Is.EqualTo("[]"));
        Assert.That(api.Emulator.Requests, Is.Empty);
    }

    [Test]
    public async Task GET_events_returns_all_events_of_a_feed_as_lines([Values("v1", "v2")] string version)
    {
        await using var api = await Api.StartAsync(new() { EventsPerFeed = 2_500 });
        api.Append(EmulatorFeed.AuditEvents, "LAST", Api.Now);

        var lines = await GetAsync(api, $"__emulator/events/auditevents?api={version}");

        var served = (await api.DrainAsync($"api/{version}/auditevents")).SelectMany(page => page.Raw);
        Assert.That(lines, Is.EqualTo(string.Concat(served.Select(json => json + "\n"))));
    }

    [TestCase("GET", "__emulator/events/nothing", 400)]
    [TestCase("GET", "__emulator/events/auditevents?api=v3", 400)]
    [TestCase("GET", "__emulator/nothing", 404)]
    [TestCase("PUT", "__emulator/requests", 404)]
    public async Task An_unknown_control_request_gets_an_explanation(string method, string path, int status)
    {
        await using var api = await Api.StartAsync();

        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await api.Http.SendAsync(request);

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
        Assert.That(Api.ErrorOf(await response.Content.ReadAsStringAsync()), Is.Not.Empty);
    }

    [Test]
    public async Task Control_requests_are_not_in_the_request_log()
    {
        await using var api = await Api.StartAsync();

        await GetAsync(api, Requests);
        await api.ControlAsync("faults", "[]");

        Assert.That(api.Emulator.Requests, Is.Empty);
    }

    private static Task<string> GetAsync(Api api, string path) => api.Http.GetStringAsync(new Uri(path, UriKind.Relative));
}
