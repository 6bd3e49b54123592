using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using OnePassword.Events.Pipeline.Transport;
using OnePassword.Events.V2;

namespace OnePassword.Events.Tests.Properties;

/// <summary>Malformed input is parsed or rejected. It is never lost, and parsing always ends.</summary>
[Category("Slow")]
public sealed class FuzzTests
{
    private static readonly byte[] Page = Encoding.UTF8.GetBytes("""
        {"cursor":"aGVsbG8gb3V0IHRoZXJlIQo","has_more":true,"items":[
          {"uuid":"E1","timestamp":"2024-12-02T11:54:19.710457472Z","action":"create","session":{"ip":"203.0.113.7","deep":[1,2,{"b":null}]},"aux_id":277853},
          {"uuid":"É2","details":null,"location":{"latitude":-43.6e0,"longitude":0.1},"text":"\u00e9\ud83d\ude00 \\ \"}]"},
          {}, [], 5, "text", null, true]}
        """);

    [Test]
    public void Malformed_raw_page_is_parsed_as_by_JsonDocument_or_rejected()
    {
        var (read, rejected) = (0, 0);
        foreach (var body in Mutations.Of(Page, 20_000))
        {
            var (isJson, items) = ParseWithJsonDocument(body);
            try
            {
                var events = RawEventPage.Parse(body).Items.Select(@event => Encoding.Latin1.GetString(@event.Json.Span)).ToList();
                Assert.That(isJson, Is.True);
                Assert.That(events, Is.EqualTo(items).Or.SupersetOf(items), "JsonDocument keeps one of two lists");
                read++;
            }
            catch (Exception e) when (e is JsonException or InvalidResponseException)
            {
                Assert.That(
                    e is JsonException { InnerException: not InvalidOperationException } && isJson,
                    Is.False,
                    "JsonDocument accepts it");
                rejected++;
            }
        }
        Assert.That(new[] { read, rejected }, Is.All.GreaterThan(2_000));
    }

    [Test]
    public async Task Malformed_typed_page_is_parsed_or_rejected_with_a_response_exception()
    {
        var (read, rejected) = (0, 0);
        foreach (var body in Mutations.Of(Page, 3_000))
        {
            using var server = new StubServer().Responds(System.Net.HttpStatusCode.OK, new MemoryStream(body));
            using var client = server.Client();
            try
            {
                await foreach (var page in client.AuditEvents.ReadAsync(EventQuery.After("c")).AsPages())
                {
                    read++;
                    Assert.That(page.Items.OfType<AuditEvent>().Count(), Is.LessThanOrEqualTo(8));
                    break;
                }
            }
            catch (EventsResponseException)
            {
                rejected++;
            }
        }
        Assert.That(new[] { read, rejected }, Is.All.GreaterThan(300));
    }

    [Test]
    public void Malformed_token_is_parsed_or_rejected_and_names_no_other_host()
    {
        var valid = Encoding.ASCII.GetBytes(Tokens.WithClaims(
            """{"aud":["events.1password.eu"],"1password.com/fts":["auditevents","itemusages"],"1password.com/auuid":"ACCOUNT","exp":1900000000}"""));
        var (read, rejected) = (0, 0);
        foreach (var bytes in Mutations.Of(valid, 20_000))
        {
            var text = Encoding.Latin1.GetString(bytes);
            try
            {
                Assert.That(EventsRegion.All, Does.Contain(EventsRegion.FromToken(new EventsToken(text))));
                read++;
            }
            catch (ArgumentException rejection)
            {
                if (text.Length > 8)
                    Assert.That(rejection.Message, Does.Not.Contain(text));
                rejected++;
            }
        }
        Assert.That(new[] { read, rejected }, Is.All.GreaterThan(1_000));
    }

    /// <summary>Returns whether .NET's own parser accepts the text, and the items that it finds.</summary>
    private static (bool IsJson, List<string> Items) ParseWithJsonDocument(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body.AsMemory(body.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0), new JsonDocumentOptions { MaxDepth = 65_536 });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return (true, []);
            var items = document.RootElement.EnumerateObject().LastOrDefault(member => JsonMarshal.GetRawUtf8PropertyName(member).SequenceEqual("items"u8)).Value;
            return (true, items.ValueKind == JsonValueKind.Array ? [.. items.EnumerateArray().Select(item => Encoding.Latin1.GetString(JsonMarshal.GetRawUtf8Value(item)))] : []);
        }
        catch (JsonException)
        {
            return (false, []);
        }
    }
}
