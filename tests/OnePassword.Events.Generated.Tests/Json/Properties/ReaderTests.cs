using System.Text;
using OnePassword.Events.Emulator;
using OnePassword.Events.Tests.Properties;

namespace OnePassword.Events.Generated.Tests.Json.Properties;

/// <summary>
/// The client and both JSON libraries read the same DTOs, write the same JSON, and behave like the reference model.
/// </summary>
public sealed class ReaderTests
{
    [Test]
    public void All_readers_agree_on_every_stub()
    {
        var read = 0;
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("src", "OnePassword.Events.Stubs", "stubs"), "*.json",
            SearchOption.AllDirectories))
        {
            var response = Tokens.Parse(File.ReadAllText(file))["Response"]!;
            var body = Encoding.UTF8.GetBytes(
                response["BodyAsJson"]?.ToString(Newtonsoft.Json.Formatting.Indented) ?? (string?)response["Body"] ?? "");
            read += Response.All.Count(response => response.AssertAllAgree(body));
        }
        Assert.That(read, Is.GreaterThan(400));
    }

    [Test]
    public async Task All_readers_agree_on_every_feed_of_the_emulator([Values] bool unknownFields, [Values] bool indented)
    {
        await using var emulator = await EventsEmulator.StartAsync(
            new() { EventsPerFeed = 500, UnknownFields = unknownFields, Indented = indented });
        foreach (var response in Response.Pages)
        {
            var body = Page(emulator, response);
            Assert.That(response.AssertAllAgree(body), Is.True);
        }
    }

    [TestCaseSource(typeof(Response), nameof(Response.Pages))]
    public async Task All_readers_agree_on_damaged_pages(Response response)
    {
        await using var emulator = await EventsEmulator.StartAsync(new() { EventsPerFeed = 8, UnknownFields = true });
        var read = Mutations.Of(Page(emulator, response), 1_500).Count(response.AssertAllAgree);
        Assert.That(read, Is.GreaterThan(150));
    }

    [Test]
    public void All_readers_agree_on_random_JSON() => Checking.ForAll(AnyPage.Any, page =>
    {
        foreach (var response in Response.All)
            response.AssertAllAgree(Encoding.UTF8.GetBytes(page));
    });

    [TestCaseSource(typeof(JsonCases), nameof(JsonCases.Valid))]
    public void All_readers_accept_unusual_JSON(string json) => AssertRead(json, isRead: true);

    [TestCaseSource(typeof(JsonCases), nameof(JsonCases.Invalid))]
    public void All_readers_reject_a_body_that_is_not_one_JSON_object(string json) => AssertRead(json, isRead: false);

    private static void AssertRead(string json, bool isRead)
    {
        var body = Encoding.Latin1.GetBytes(json);
        foreach (var response in Response.All)
            Assert.That(response.AssertAllAgree(body), Is.EqualTo(isRead), response.Path);
    }

    private static byte[] Page(EventsEmulator emulator, Response response)
    {
        var feed = Enum.Parse<EmulatorFeed>(response.Path.Split('/')[^1], ignoreCase: true);
        var api = response.Path.Contains("v1", StringComparison.Ordinal) ? EmulatorApi.V1 : EmulatorApi.V2;
        var events = emulator.ReadAll(feed, api).Select(json => Encoding.UTF8.GetString(json.Span));
        return Encoding.UTF8.GetBytes($$"""{"cursor":"c","has_more":false,"items":[{{string.Join(',', events)}}]}""");
    }
}
