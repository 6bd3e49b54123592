using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace OnePassword.Events.Emulator.Tests.Support;

/// <summary>A running emulator and an HTTP client for it.</summary>
internal sealed class Api : IAsyncDisposable
{
    public const string Audit = "api/v2/auditevents";
    public const string Usages = "api/v2/itemusages";
    public const string SignIns = "api/v2/signinattempts";
    public const string Everything = """{"limit":1000,"start_time":"2020-01-01T00:00:00Z"}""";

    private Api(EventsEmulator emulator)
    {
        Emulator = emulator;
        Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = emulator.BaseAddress };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", emulator.Token);
    }

    /// <summary>Gets the default start time of emulators, so that a test does not depend on the current date.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 3, 14, 9, 26, 53, 589, TimeSpan.Zero);

    public EventsEmulator Emulator { get; }

    public HttpClient Http { get; }

    public static async Task<Api> StartAsync(EmulatorOptions? options = null)
    {
        options ??= new();
        var quota = options.Quota == Quota.Default ? Quota.Off : options.Quota;
        return new(await EventsEmulator.StartAsync(options with { Now = options.Now ?? Now, Quota = quota }));
    }

    public async Task<HttpResponseMessage> PostAsync(string path, string body)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)); // The emulator needs no Content-Type.
        return await Http.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    public async Task<HttpStatusCode> StatusAsync(string path, string body)
    {
        using var response = await PostAsync(path, body);
        return response.StatusCode;
    }

    public async Task<string> TextAsync(string path, string body)
    {
        using var response = await PostAsync(path, body);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), $"{path} {body} {Emulator.Requests[^1].Note}");
        return await response.Content.ReadAsStringAsync();
    }

    public async Task<Page> PageAsync(string path, string body) => Page.Parse(await TextAsync(path, body));

    public Task<Page> NextAsync(string path, Page page) => PageAsync(path, Continue(page.Cursor));

    public async Task<List<Page>> DrainAsync(string path, string body = Everything)
    {
        List<Page> pages = [await PageAsync(path, body)];
        while (pages[^1].HasMore)
            pages.Add(await NextAsync(path, pages[^1]));
        return pages;
    }

    public async Task<List<JsonElement>> EventsAsync(string path, string body = Everything) =>
        [.. (await DrainAsync(path, body)).SelectMany(page => page.Items)];

    /// <summary>Posts to a control endpoint.</summary>
    public async Task<(int Status, string Body)> ControlAsync(string name, string body)
    {
        using var response = await PostAsync($"__emulator/{name}", body);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Returns the reason in the response of a control endpoint.</summary>
    public static string ErrorOf(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("error").GetString()!;
    }

    public void Append(EmulatorFeed feed, string uuid, DateTimeOffset timestamp) =>
        Emulator.Append(feed, Encoding.UTF8.GetBytes($$"""{ "uuid" : "{{uuid}}", "timestamp":"{{Iso(timestamp)}}"}"""));

    public static string Continue(string cursor) => $$"""{"cursor":{{JsonSerializer.Serialize(cursor)}}}""";

    public static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);

    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("O");

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Emulator.DisposeAsync();
    }
}
