using System.Net.Http.Headers;
using System.Text;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.ContractTests.Judges;

/// <summary>Each answer of our emulator is what the specifications promise.</summary>
public sealed class EmulatorSchemaTests
{
    private const string Window = """{"limit":300,"start_time":"2020-01-01T00:00:00Z"}""";

    [TestCaseSource(typeof(Feeds), nameof(Feeds.Paths))]
    public async Task Every_page_and_every_introspection_is_as_promised(string path)
    {
        await using var emulator = await StartAsync();
        var (body, pages) = (Window, 0);
        for (var more = true; more; pages++)
        {
            var (status, answer) = await AskAsync(emulator, path, body);
            Assert.That(status, Is.EqualTo(200));
            Assert.That(Spec.Of(path).Judge(path, status, answer), Is.Empty);
            var page = Newtonsoft.Json.Linq.JObject.Parse(answer);
            more = (bool?)page["has_more"] ?? false;
            body = $$"""{"cursor":"{{page["cursor"]}}"}""";
        }
        Assert.That(pages, Is.EqualTo(path.EndsWith("introspect", StringComparison.Ordinal) ? 1 : 4));
    }

    [TestCaseSource(typeof(Feeds), nameof(Feeds.Paths))]
    public async Task Every_refusal_is_as_promised(string path)
    {
        await using var emulator = await StartAsync(new Quota(1, 1));
        await using var failing = await StartAsync();
        var refusals = new List<(int Status, string Body)> { await AskAsync(emulator, path, Window, token: "nobody-issued") };
        if (!path.EndsWith("introspect", StringComparison.Ordinal))
            refusals.Add(await AskAsync(emulator, path, """{"cursor":"unknown-cursor"}"""));
        else
            await AskAsync(emulator, path, Window);
        refusals.Add(await AskAsync(emulator, path, Window));
        failing.Inject(new Fault { Status = 500, Introspect = path.EndsWith("introspect", StringComparison.Ordinal) });
        refusals.Add(await AskAsync(failing, path, Window));
        Assert.That(refusals.Select(refusal => refusal.Status), Is.SupersetOf(new[] { 401, 429, 500 }));
        Assert.That(refusals.SelectMany(refusal => Spec.Of(path).Judge(path, refusal.Status, refusal.Body).Select(wrong => $"{refusal.Status}: {wrong}")), Is.Empty);
    }

    [Test]
    public void The_judge_finds_what_is_wrong()
    {
        const string Path = "/api/v2/auditevents";
        Assert.That(Spec.Of(Path).Judge(Path, 200, """{"cursor":"c","has_more":"yes","items":[{"uuid":5}]}"""), Has.Count.GreaterThanOrEqualTo(1));
        Assert.That(Spec.Of(Path).Judge(Path, 401, """{"Error":"no"}"""), Is.Not.Empty);
    }

    private static Task<EventsEmulator> StartAsync(Quota? quota = null) =>
        EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 1_000, Quota = quota ?? Quota.Off });

    private static async Task<(int Status, string Body)> AskAsync(EventsEmulator emulator, string path, string body, string? token = null)
    {
        using var http = new HttpClient { BaseAddress = emulator.BaseAddress };
        using var request = path.EndsWith("introspect", StringComparison.Ordinal)
            ? new HttpRequestMessage(HttpMethod.Get, path)
            : new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? emulator.Token);
        using var answer = await http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
