using System.Net.Http.Headers;
using System.Text;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.ContractTests.Schemas;

/// <summary>Each response of the emulator matches the specification.</summary>
public sealed class EmulatorSchemaTests
{
    private const string Json = "application/json";
    private const string Query = """{"limit":300,"start_time":"2020-01-01T00:00:00Z"}""";

    [TestCaseSource(typeof(Feeds), nameof(Feeds.Paths))]
    public async Task Every_page_and_introspection_of_the_emulator_matches_the_schema(string path)
    {
        await using var emulator = await StartAsync();
        var (body, pages) = (Query, 0);
        for (var more = true; more; pages++)
        {
            var (status, response) = await RequestAsync(emulator, path, body);
            Assert.That(status, Is.EqualTo(200));
            Assert.That(Spec.Of(path).Violations(path, status, response), Is.Empty);
            var page = Newtonsoft.Json.Linq.JObject.Parse(response);
            more = (bool?)page["has_more"] ?? false;
            body = $$"""{"cursor":"{{page["cursor"]}}"}""";
        }
        Assert.That(pages, Is.EqualTo(path.EndsWith("introspect", StringComparison.Ordinal) ? 1 : 4));
    }

    [TestCaseSource(typeof(Feeds), nameof(Feeds.Paths))]
    public async Task Every_error_of_the_emulator_matches_the_schema(string path)
    {
        await using var emulator = await StartAsync(new Quota(1, 1));
        await using var failing = await StartAsync();
        var errors = new List<(int Status, string Body)> { await RequestAsync(emulator, path, Query, token: "unknown-token") };
        if (!path.EndsWith("introspect", StringComparison.Ordinal))
            errors.Add(await RequestAsync(emulator, path, """{"cursor":"unknown-cursor"}"""));
        else
            await RequestAsync(emulator, path, Query);
        errors.Add(await RequestAsync(emulator, path, Query));
        failing.Inject(new Fault { Status = 500, Introspect = path.EndsWith("introspect", StringComparison.Ordinal) });
        errors.Add(await RequestAsync(failing, path, Query));
        Assert.That(errors.Select(error => error.Status), Is.SupersetOf(new[] { 401, 429, 500 }));
        foreach (var (status, response) in errors)
            Assert.That(Spec.Of(path).Violations(path, status, response), Is.Empty, $"{status}");
    }

    [Test]
    public void Schema_validation_finds_violations()
    {
        const string Path = "/api/v2/auditevents";
        const string Page = """{"cursor":"c","has_more":"yes","items":[{"uuid":5}]}""";
        Assert.That(Spec.Of(Path).Violations(Path, 200, Page), Is.Not.Empty);
        Assert.That(Spec.Of(Path).Violations(Path, 401, """{"Error":"no"}"""), Is.Not.Empty);
    }

    private static Task<EventsEmulator> StartAsync(Quota? quota = null) =>
        EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 1_000, Quota = quota ?? Quota.Off });

    private static async Task<(int Status, string Body)> RequestAsync(
        EventsEmulator emulator, string path, string body, string? token = null)
    {
        using var http = new HttpClient { BaseAddress = emulator.BaseAddress };
        using var request = path.EndsWith("introspect", StringComparison.Ordinal)
            ? new HttpRequestMessage(HttpMethod.Get, path)
            : new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, Json) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? emulator.Token);
        using var response = await http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
