using System.Text;
using OnePassword.Events.Emulator;
using OnePassword.Events.Generated.Tests.Json;
using OnePassword.Events.Tests.Properties;

namespace OnePassword.Events.Generated.Tests.Properties;

/// <summary>The generated readers give what Newtonsoft and the converters of the DTOs give.</summary>
public sealed class ReaderTests
{
    [Test]
    public void On_every_stub()
    {
        var read = 0;
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("src", "OnePassword.Events.Stubs", "stubs"), "*.json", SearchOption.AllDirectories))
        {
            var response = Tokens.Parse(File.ReadAllText(file))["Response"]!;
            var body = Encoding.UTF8.GetBytes(response["BodyAsJson"]?.ToString(Newtonsoft.Json.Formatting.Indented) ?? (string?)response["Body"] ?? "");
            read += Answer.All.Count(answer => answer.AssertBothGiveTheSame(body));
        }
        Assert.That(read, Is.GreaterThan(400));
    }

    [Test]
    public async Task On_every_feed_of_the_emulator([Values] bool unknownFields, [Values] bool indented)
    {
        await using var emulator = await EventsEmulator.StartAsync(new() { EventsPerFeed = 2_000, UnknownFields = unknownFields, Indented = indented });
        foreach (var answer in Answer.Pages)
        {
            var body = Page(emulator, answer);
            Assert.That(answer.AssertBothGiveTheSame(body), Is.True);
        }
    }

    [TestCaseSource(typeof(Answer), nameof(Answer.Pages))]
    public async Task On_damaged_pages_of_the_emulator(Answer answer)
    {
        await using var emulator = await EventsEmulator.StartAsync(new() { EventsPerFeed = 8, UnknownFields = true });
        var read = Mutations.Of(Page(emulator, answer), 1_500).Count(answer.AssertBothGiveTheSame);
        Assert.That(read, Is.GreaterThan(150));
    }

    [Test]
    public void On_any_JSON() => Checking.ForAll(OddPages.Any, page =>
    {
        foreach (var answer in Answer.All)
            answer.AssertBothGiveTheSame(Encoding.UTF8.GetBytes(page));
    });

    [TestCaseSource(nameof(Odd))]
    public void On(string json, bool isRead)
    {
        var body = Encoding.Latin1.GetBytes(json);
        foreach (var answer in Answer.All)
            Assert.That(answer.AssertBothGiveTheSame(body), Is.EqualTo(isRead), answer.Path);
    }

    private static IEnumerable<TestCaseData> Odd()
    {
        string[] read =
        [
            """{"items":[{"uuid":"1"},5],"items":[{"uuid":"2"}],"features":["a"],"features":["b","c"],"Features":["a"],"Features":["b"]}""",
            """{"items":[{"uuid":"1"},5],"items":[6,{"uuid":"2"}],"items":7,"items":[]}""",
            "{}", " \t\r\n{ } ", "\u00EF\u00BB\u00BF{}",
            """{"uuid":"x","uuid":"y","cursor":"a","cursor":5,"cursor":"b","cursor":null}""",
            """{"cursor":5,"cursor":"a","has_more":1,"has_more":true,"items":{},"items":[]}""",
            """{"items":[{},null,1],"items":[{},[{}]]}""",
            """{"items":[null],"items":[{}]}""",
            """{"\u0063ursor":"escaped","it\u0065ms":[{"u\u0075id":"x","t\u0079pe":1}]}""",
            """{"items":[{"uuid":"\ud83d\ude00 \ud83d \ude00 \ude00\ud83d \ud83d\ud83d\ude00 \n\b\f\t\r\/\\\""}]}""",
            """{"items":[{"\ud83d":1,"\ude00":2,"":3,"\u0000":4}]}""",
            "{\"items\":[{\"uuid\":\"\u00ff\u00c3\",\"\u00ff\":1,\"\u00c3\u00a9\":\"\u00e9\\u00e9\",\"action\":\"\u00ff\",\"timestamp\":\"\u00ff\"}]}",
            """{"items":[{"action":"","type":"","user":{"user_type":""},"uuid":"","timestamp":""}]}""",
            """{"items":[{"action":"jo\u0069n","object_type":"us\u0065r","timestamp":"2024-12-02T11:54:19.123456789\u005a"}]}""",
            """{"items":[{"timestamp":"2024-12-02T11:54:19.1234567890000000000000000000000000000000000000000000000000Z"}]}""",
            """{"items":[{"timestamp":"2024-12-31T23:59:60.5+14:00"},{"timestamp":"2024-12-31T23:59:60.5+14:01"}]}""",
            """{"items":[{"used_version":-0,"aux_id":-0},{"used_version":1e2,"aux_id":1.0},{"used_version":9223372036854775808,"aux_id":-9223372036854775809}]}""",
            """{"items":[{"location":{"latitude":-0,"longitude":-0.0}},{"location":{"latitude":1e400,"longitude":-1E+99999999999}},{"location":{"latitude":1e-99999999999,"longitude":9223372036854775809}}]}""",
            """{"items":[{"location":{"latitude":123456789012345678901234567890123456789012345678901234567890,"longitude":9007199254740993}}]}""",
            """{"a":1E2,"b":-0,"c":0.10000000000000000001,"d":9223372036854775807,"e":-9223372036854775808,"f":9223372036854775808,"g":1e400,"h":1e99999999999}""",
            """{"a":{"x":1,"y":2,"x":{"x":null,"x":[]}},"b":[[],[[]],{},null,true,"2024-12-02T11:54:19Z","/Date(1)/"]}""",
            """{"$type":"x","$ref":"1","$id":"2","$values":[]}""",
            $$"""{"a":{{new string('9', 380)}},"b":-{{new string('9', 379)}},"c":0.{{new string('9', 2_000)}}}""",
            $$"""{"a":{{new string('[', 511)}}{{new string(']', 511)}}}""",
            """{"items":[{"target_user":{"type":"user"},"user":{"type":"user"}}]}""",
            """{"items":[{"user":{"type":"guest","user_type":null}},{"user":{"type":"guest","user_type":5}},{"user":{"type":"guest","user_type":"user"}}]}""",
            """{"items":[{"user":{"type":null}},{"user":{"type":5}},{"user":{"type":{"a":[1]}}},{"user":{"type":[]}}]}""",
            """{"items":[{"user":{"type":"a","x":1,"type":"b","y":2}},{"user":{"x":1,"type":"a","y":2,"type":5}},{"user":{"type":5,"x":1,"type":"a"}}]}""",
            """{"items":[{"user":{"x":1,"type":"a","user_type":"b","y":2}},{"user":{"type":"a","x":1,"user_type":"b","y":2}}]}""",
            """{"features":["a",1,null,"a",["b"]]}""",
        ];
        string[] refused =
        [
            "", " ", "null", "[]", "5", "\"text\"", "true", "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{}{}", "{} x", "{},", "\u00FF\u00FE{\u0000}\u0000",
            """{"a":1,}""", """{'a':1}""", """{a:1}""", """{"a":NaN}""", """{"a":Infinity}""", """{"a":undefined}""", """{"a":01}""", """{"a":0x10}""", """{"a":.5}""",
            """{"a":+1}""", """{"a":1.}""", """{"a":'x'}""", "{\"a\":\"\n\"}", """{"a":"\'"}""", """{"a":"\x"}""", "{/**/}", "// no\n{}", "{}//", "{\"a\":new Date(1)}",
            "{\u00a0}", "{\"a\":\"\\ud83\"}", $$"""{"a":{{new string('9', 381)}}}""", $$"""{"cursor":{{new string('9', 381)}}}""", $$"""{"items":[{{new string('9', 381)}}]}""",
            $$"""{"a":{{new string('[', 512)}}{{new string(']', 512)}}}""", $$"""{"items":{{new string('[', 512)}}{{new string(']', 512)}}}""",
        ];
        return read.Select(json => (json, true)).Concat(refused.Select(json => (json, false)))
            .Select(odd => new TestCaseData(odd.json, odd.Item2).SetArgDisplayNames(odd.json.Length > 200 ? odd.json[..60] + $"… ({odd.json.Length})" : odd.json));
    }

    private static byte[] Page(EventsEmulator emulator, Answer answer)
    {
        var feed = Enum.Parse<EmulatorFeed>(answer.Path.Split('/')[^1], ignoreCase: true);
        var api = answer.Path.Contains("v1", StringComparison.Ordinal) ? EmulatorApi.V1 : EmulatorApi.V2;
        var events = emulator.ReadAll(feed, api).Select(json => Encoding.UTF8.GetString(json.Span));
        return Encoding.UTF8.GetBytes($$"""{"cursor":"c","has_more":false,"items":[{{string.Join(',', events)}}]}""");
    }
}
