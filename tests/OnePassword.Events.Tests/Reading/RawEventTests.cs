using System.Buffers;
using System.Text;
using OnePassword.Events.Reading;

namespace OnePassword.Events.Tests.Reading;

/// <summary>Raw events contain the server's bytes.</summary>
public sealed class RawEventTests
{
    [TestCase("""{"uuid":"E1"}""")]
    [TestCase("""{ "uuid" : "E1" , "deep":{"a":[1,{"b":"}]"}]} }""")]
    [TestCase("""{"text":"Jack O'Neill \u003cjack@example.com\u003e \"quoted\" \\ / é 漢字 😀"}""")]
    [TestCase("""{"number":1e400,"big":123456789012345678901234567890,"exact":0.10000000000000000001}""")]
    [TestCase("""{"twice":1,"twice":2}""")]
    [TestCase("""{}""")]
    [TestCase("null")]
    [TestCase("5")]
    [TestCase("\"text\"")]
    [TestCase("[{\"uuid\":\"E1\"}]")]
    public async Task Raw_event_contains_exactly_its_bytes(string json)
    {
        var events = await ReadAsync($$"""{"cursor":"c","has_more":false,"items":[ {{json}},{{json}} , {"uuid":"last"} ]}""");
        Assert.That(events.Select(@event => Encoding.UTF8.GetString(@event.Json.Span)), Is.EqualTo(new[] { json, json, """{"uuid":"last"}""" }));
    }

    [TestCase("""{ "uuid" : "E1", "name":"é 漢字" }""")]
    [TestCase("null")]
    public async Task Text_of_an_event_is_its_JSON(string json)
    {
        var events = await ReadAsync($$"""{"cursor":"c","items":[{{json}}]}""");
        Assert.That($"{events[0]}", Is.EqualTo(json));
        Assert.That(default(RawEvent).ToString(), Is.Empty);
    }

    [Test]
    public async Task Event_as_a_line_lacks_only_the_line_breaks()
    {
        var events = await ReadAsync("{\"cursor\":\"c\",\"items\":[{\r\n  \"a\": \"x\\ny\",\n\t\"b\": [\n1,\r2]\n}]}");
        var line = new ArrayBufferWriter<byte>();
        events[0].WriteLine(line);
        Assert.That(Encoding.UTF8.GetString(line.WrittenSpan), Is.EqualTo("{  \"a\": \"x\\ny\",\t\"b\": [1,2]}\n"));
    }

    [Test]
    public async Task Event_nested_deeper_than_the_default_of_parsers_is_read()
    {
        var json = $$"""{"deep":{{new string('[', 5_000)}}{{new string(']', 5_000)}}}""";
        var events = await ReadAsync($$"""{"cursor":"c","items":[{{json}}]}""");
        Assert.That(Encoding.UTF8.GetString(events[0].Json.Span), Is.EqualTo(json));
    }

    [TestCase("""{"timestamp":"2024-12-02T11:54:19.710457472Z"}""", "2024-12-02T11:54:19.710457472Z")]
    [TestCase("""{"session":{"timestamp":"no"},"timestamp":"2024-12-02T11:54:19Z","x":1}""", "2024-12-02T11:54:19Z")]
    [TestCase("""{"session":{"timestamp":"2024-12-02T11:54:19Z"}}""", null)]
    [TestCase("""{"timestamp":"\u0032024-12-02T11:54:19\u005a"}""", "2024-12-02T11:54:19Z")]
    [TestCase("""{"timestamp":"yesterday"}""", null)]
    [TestCase("""{"timestamp":1733140459}""", null)]
    [TestCase("""{"timestamp":{"timestamp":"2024-12-02T11:54:19Z"}}""", null)]
    [TestCase("""{"timestamp":null}""", null)]
    [TestCase("""7""", null)]
    public async Task Timestamp_is_null_unless_it_is_a_valid_time_at_the_top_level(string json, string? time)
    {
        var events = await ReadAsync($$"""{"cursor":"c","items":[{{json}}]}""");
        Assert.That(events[0].Timestamp?.Text, Is.EqualTo(time));
        Assert.That(events[0].TryGetTimestamp(out var instant), Is.EqualTo(time is not null));
        Assert.That(instant, Is.EqualTo(events[0].Timestamp?.Value ?? default(DateTimeOffset)));
    }

    [TestCase("""{"uuid":"E1"}""", "E1")]
    [TestCase("""{"user":{"uuid":"U"},"uuid":"E1","x":1}""", "E1")]
    [TestCase("""{"user":{"uuid":"U"}}""", null)]
    [TestCase("""{"uuid":12345}""", null)]
    [TestCase("""{"uuid":["E1"]}""", null)]
    [TestCase("""{"uuid":""}""", null)]
    [TestCase("""{"uuid":"\u0045\/1"}""", "E/1")]
    [TestCase("""{"uuid":"E1","uuid":7}""", "E1")]
    [TestCase("""{"uuid":"\ud800"}""", "\uFFFD")]
    [TestCase("""{"uuid":null}""", null)]
    public async Task Uuid_is_null_unless_it_is_a_string_at_the_top_level(string json, string? uuid)
    {
        var events = await ReadAsync($$"""{"cursor":"c","items":[{{json}}]}""");
        Assert.That(events[0].Uuid, Is.EqualTo(uuid));
    }

    [TestCase("{\"uuid\":\"A\xFF\"}", "{\"uuid\":\"A\xFE\"}", false)]
    [TestCase("{\"x\":\"\xFF\"}", "{\"x\":\"\xFE\"}", false)]
    [TestCase("""{"uuid":"\ud800"}""", """{"uuid":"\ud801"}""", false)]
    [TestCase("""{"uuid":"E1"}""", """{"uuid":"\u0045\u0031","x":1}""", true)]
    public void Events_have_the_same_key_only_if_they_have_the_same_valid_uuid(string one, string other, bool same)
    {
        var format = new RawPageFormat();
        using var page = RawEventPage.Parse(Encoding.Latin1.GetBytes($$"""{"cursor":"c","items":[{{one}},{{other}}]}"""));
        Assert.That(format.KeyOf(page.Items[0]) == format.KeyOf(page.Items[1]), Is.EqualTo(same));
    }

    [TestCase("""{"\ud800":1,"timestamp":"2024-12-02T11:54:19Z"}""")]
    [TestCase("""{"a\udc00":{"\ud800":1},"\u0074imestamp":"2024-12-02T11:54:19Z"}""")]
    public async Task Property_name_with_an_unpaired_surrogate_is_ignored(string json)
    {
        var events = await ReadAsync($$"""{"\ud800":{},"cursor":"c","items":[{{json}}]}""");
        Assert.That(Encoding.UTF8.GetString(events.Single().Json.Span), Is.EqualTo(json));
        Assert.That(events[0].Timestamp?.Text, Is.EqualTo("2024-12-02T11:54:19Z"));
    }

    [Test]
    public void Event_is_parsed_from_its_bytes_and_keeps_a_copy_of_them()
    {
        var bytes = Encoding.Latin1.GetBytes("\r\n {\"uuid\":\"E1\",\"timestamp\":\"2024-12-02T11:54:19.710457472Z\",\"x\":\"\xFF\"}\n");
        var sent = bytes[3..^1];
        var parsed = RawEvent.Parse(bytes);
        bytes.AsSpan().Clear();
        Assert.That(parsed.Json.ToArray(), Is.EqualTo(sent));
        Assert.That((parsed.Uuid, parsed.Timestamp?.Text), Is.EqualTo(("E1", "2024-12-02T11:54:19.710457472Z")));
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[{}]")]
    [TestCase("{} {}")]
    [TestCase("{},")]
    [TestCase("{\"uuid\":\"E1\"")]
    [TestCase("{\"uuid\":\"secret}")]
    [TestCase("\uFEFF{}")]
    public void Bytes_that_are_not_one_object_are_not_an_event(string json) =>
        Assert.That(
            () => RawEvent.Parse(Encoding.UTF8.GetBytes(json)),
            Throws.TypeOf<FormatException>().With.Message.EqualTo("The bytes are not an event: an event is one JSON object."));

    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("7")]
    public void Response_that_is_not_a_JSON_object_is_rejected(string body) =>
        Assert.That(
            () => ReadAsync(body), Throws.InstanceOf<EventsResponseException>().With.Message.Contains("not a JSON object"));

    private static async Task<IReadOnlyList<RawEvent>> ReadAsync(string body)
    {
        using var client = new StubServer().Responds(body).Client();
        return (await client.ItemUsages.ReadRawAsync().ToListAsync())[0].Items;
    }
}
