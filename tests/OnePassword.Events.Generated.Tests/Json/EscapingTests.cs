using System.Text.Encodings.Web;
using System.Text.Json;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using JsonSerializer = System.Text.Json.JsonSerializer;

namespace OnePassword.Events.Generated.Tests.Json;

/// <summary>Both JSON libraries write equal values of quotes and non-ASCII text. Each escapes in its own way.</summary>
public sealed class EscapingTests
{
    private const string Text = "é \"x\" <b> \U0001F600";

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerSettings Ascii = new() { StringEscapeHandling = StringEscapeHandling.EscapeNonAscii };

    private static IEnumerable<TestCaseData> Serializers()
    {
        yield return Case(
            "System.Text.Json", @"\u00E9 \u0022x\u0022 \u003Cb\u003E \uD83D\uDE00", value => JsonSerializer.Serialize(value));
        yield return Case("System.Text.Json, relaxed", @"é \""x\"" <b> ", value => JsonSerializer.Serialize(value, Relaxed));
        yield return Case("Newtonsoft.Json", "é \\\"x\\\" <b> \U0001F600", value => JsonConvert.SerializeObject(value));
        yield return Case(
            "Newtonsoft.Json, ASCII", @"\u00e9 \""x\"" <b> \ud83d\ude00", value => JsonConvert.SerializeObject(value, Ascii));

        TestCaseData Case(string name, string escaped, Func<V2.ItemUsage, string> write) =>
            new TestCaseData(escaped, write).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Serializers))]
    public void Text_keeps_its_value_in_the_escapes_of_the_serializer(string escaped, Func<V2.ItemUsage, string> write)
    {
        var quoted = JsonSerializer.Serialize(Text);
        var json = $$$"""{"uuid":{{{quoted}}},"action":{{{quoted}}},"user":{"name":{{{quoted}}}},"new":{{{{quoted}}}:5}}""";

        var read = JsonSerializer.Deserialize<V2.ItemUsage>(json)!;
        var written = write(read);

        Assert.That(read.Uuid, Is.EqualTo(Text));
        Assert.That(written, Does.StartWith($"{{\"uuid\":\"{escaped}"));
        Assert.That(JToken.DeepEquals(JToken.Parse(written), JToken.Parse(json)), written);
        Assert.That(JsonConvert.DeserializeObject<V2.ItemUsage>(written)!.User!.Name, Is.EqualTo(Text));
    }
}
