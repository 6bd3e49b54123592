using System.Net;
using System.Text;
using System.Text.Json;
using OnePassword.Events.Stubs;
using WireMock.Handlers;
using WireMock.Server;
using WireMock.Settings;

namespace OnePassword.Events.ContractTests.Package;

/// <summary>The stubs serve any client: they require no headers but the token, no page size and no time range.</summary>
public sealed class ForeignClientTests
{
    private static readonly string[] FirstBodies =
    [
        "{}", """{"limit":1000}""", """{"limit":5,"start_time":"2025-03-01T00:00:00+01:00"}""",
        """{ "end_time": "2024-01-01T00:00:00Z", "limit": 1 }""",
    ];

    private static readonly string[] Pages = ["2 more", "2 more", "1 last", "0 last"];

    [Test]
    public async Task Any_client_reads_every_feed_from_the_first_page_to_an_empty_one(
        [ValueSource(nameof(FirstBodies))] string body)
    {
        using var server = WireMockServer.Start();
        server.WithMapping(EventsStubs.Mappings);
        foreach (var path in Feeds.Paths.Take(6))
            Assert.That(await ReadAsync(server, path, body), Is.EqualTo(Pages), path);
    }

    [Test]
    public async Task The_folder_of_the_package_is_a_root_folder_for_WireMock()
    {
        var folder = Repository.PathOf("src", "OnePassword.Events.Stubs", "stubs");
        // <folder>
        using var server = WireMockServer.Start(new WireMockServerSettings
        {
            FileSystemHandler = new LocalFileSystemHandler(folder),
            ReadStaticMappings = true,
            WatchStaticMappingsInSubdirectories = true, // Without it, WireMock.Net does not read subfolders.
        });
        // </folder>
        Assert.That(server.MappingModels, Has.Count.EqualTo(Servers.Stub.All.Count));
        Assert.That(await ReadAsync(server, "/api/v2/itemusages", "{}"), Is.EqualTo(Pages));
    }

    [TestCase("stub-sequence", """{"cursor":"of-another-feed"}""")]
    [TestCase("stub-unknown-field", """{"cursor":"end"}""")]
    public async Task A_cursor_without_a_stub_does_not_return_the_first_page(string token, string body)
    {
        using var server = WireMockServer.Start();
        server.WithMapping(EventsStubs.Mappings);
        Assert.That((await SendAsync(server, "/api/v1/auditevents", token, body)).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task The_stub_429_then_200_alternates_between_429_and_a_page()
    {
        using var server = WireMockServer.Start();
        server.WithMapping(EventsStubs.Mappings);
        var statuses = new List<int>();
        for (var request = 0; request < 4; request++)
            statuses.Add((int)(await SendAsync(server, "/api/v2/auditevents", "stub-429-then-200", "{}")).Status);
        Assert.That(statuses, Is.EqualTo(new[] { 429, 200, 429, 200 }));
    }

    // The last page, and once more after it.
    private static async Task<List<string>> ReadAsync(WireMockServer server, string path, string body)
    {
        var pages = new List<string>();
        while (pages.Count(page => page.EndsWith("last", StringComparison.Ordinal)) < 2)
        {
            var page = JsonElement.Parse((await SendAsync(server, path, "stub-sequence", body)).Body);
            var end = page.GetProperty("has_more").GetBoolean() ? "more" : "last";
            pages.Add($"{page.GetProperty("items").GetArrayLength()} {end}");
            body = $$"""{"cursor":"{{page.GetProperty("cursor")}}"}""";
        }
        return pages;
    }

    private static async Task<(HttpStatusCode Status, string Body)> SendAsync(
        WireMockServer server, string path, string token, string body)
    {
        using var http = new HttpClient { DefaultRequestHeaders = { { "Authorization", $"Bearer {token}" } } };
        using var content = new StringContent(body, Encoding.UTF8, "text/plain");
        using var response = await http.PostAsync(new Uri(server.Url + path), content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
