using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using OnePassword.Events.Tests.Properties;

namespace OnePassword.Events.Tests.Formats;

/// <summary>No event stops a format: it is mapped as far as possible, and the rest is kept.</summary>
public sealed class UnusualEventTests
{
    private static readonly IReadOnlyList<EventFormat> Mapped = [EventFormat.Ecs, EventFormat.Ocsf];

    [TestCaseSource(typeof(UnusualEvents), nameof(UnusualEvents.All))]
    public void Every_event_becomes_one_line_of_strict_JSON(string json)
    {
        foreach (var format in Mapped)
        {
            foreach (var feed in FeedNames.All.Append("otherfeed"))
                AssertStrict(format, UnusualEvents.Parse(json), feed);
        }
    }

    [TestCase("null")]
    [TestCase("[{\"uuid\":\"E1\"}]")]
    [TestCase("\"text\"")]
    [TestCase("-1.50e+3")]
    public void Value_that_is_not_an_object_is_kept_as_the_original(string json)
    {
        using var page = RawEventPage.Parse(Encoding.UTF8.GetBytes($$"""{"cursor":"c","items":[{{json}}]}"""));
        Assert.That(AssertStrict(EventFormat.Ecs, page.Items[0]).GetProperty("event").GetProperty("original").GetString(), Is.EqualTo(json));
        Assert.That(AssertStrict(EventFormat.Ocsf, page.Items[0]).GetProperty("raw_data").GetString(), Is.EqualTo(json));
        AssertStrict(EventFormat.Ecs, default);
        AssertStrict(EventFormat.Ocsf, default);
    }

    [Test]
    public void Any_event_becomes_one_line_of_strict_JSON() => Checking.ForAll(Inputs.Json, json =>
    {
        if (!json.StartsWith('{'))
            json = $$"""{"session":{{json}},"user":{{json}},"actor_details":{"uuid":{{json}},"name":{{json}}},"action":{{json}},"object_type":{{json}}}""";
        foreach (var format in Mapped)
            AssertStrict(format, RawEvent.Parse(Encoding.UTF8.GetBytes(json)));
    });

    [TestCase(FeedNames.AuditEvents)]
    [TestCase(FeedNames.ItemUsages)]
    [TestCase(FeedNames.SignInAttempts)]
    public void Damaged_events_become_lines_of_strict_JSON(string feed)
    {
        var count = 0;
        foreach (var bytes in Mutations.Of(Encoding.UTF8.GetBytes(Samples.Of(feed)), 1_500))
        {
            if (!TryParse(bytes, out var damaged))
                continue;
            count++;
            foreach (var format in Mapped)
                AssertStrict(format, damaged, feed);
        }
        Assert.That(count, Is.GreaterThan(300));
    }

    [Test]
    public void Invalid_Unicode_is_replaced_and_the_last_of_several_members_is_kept()
    {
        var json = "{\"x\":\"\\ud800 \xFF\",\"twice\":1,\"deep\":{\"a\":1,\"a\":2},\"twice\":\"2\"}";
        var rest = AssertStrict(EventFormat.Ocsf, UnusualEvents.Parse(json)).GetProperty("unmapped");
        Assert.That(rest.GetRawText(), Is.EqualTo("{\"x\":\"\uFFFD \uFFFD\",\"deep\":{\"a\":2},\"twice\":\"2\"}"));
    }

    [Test]
    public void Escaped_name_is_the_name()
    {
        var ecs = AssertStrict(EventFormat.Ecs, UnusualEvents.Parse("""{"\u0061ctor_uuid":"\u0041","x\"y":{"\u0062":1.50}}"""));
        Assert.That(ecs.GetProperty("user").GetProperty("id").GetString(), Is.EqualTo("A"));
        Assert.That(ecs.GetProperty("onepassword").GetProperty("x\"y").GetProperty("b").GetRawText(), Is.EqualTo("1.50"));
    }

    [Test]
    public void Value_that_is_nested_too_deeply_is_kept_as_text()
    {
        var nested = $"{new string('[', 40)}\"x\"{new string(']', 40)}";
        var rest = AssertStrict(EventFormat.Ecs, UnusualEvents.Parse($$"""{"deep":{{nested}}}""")).GetProperty("onepassword").GetProperty("deep");
        var depth = 1;
        for (; rest.ValueKind == JsonValueKind.Array; depth++)
            rest = rest[0];
        Assert.That((depth, rest.GetString()), Is.EqualTo((32, nested[31..^31])));
    }

    private static JsonElement AssertStrict(EventFormat format, in RawEvent @event, string feed = FeedNames.AuditEvents)
    {
        var output = new ArrayBufferWriter<byte>();
        format.Write(@event, Formatted.Origin with { Feed = feed }, output);
        Assert.That(Utf8.IsValid(output.WrittenSpan), Is.True);
        Assert.That(output.WrittenSpan.IndexOfAny("\r\n"u8), Is.EqualTo(-1));
        using var json = JsonDocument.Parse(output.WrittenMemory, new JsonDocumentOptions { AllowDuplicateProperties = false });
        AssertPaired(json.RootElement);
        return json.RootElement.Clone();
    }

    // Throws if a text is not valid Unicode.
    private static void AssertPaired(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String)
            Assert.That(json.GetString(), Is.Not.Null);
        else if (json.ValueKind == JsonValueKind.Array)
            json.EnumerateArray().ToList().ForEach(AssertPaired);
        else if (json.ValueKind == JsonValueKind.Object)
            json.EnumerateObject().ToList().ForEach(member => AssertPaired(member.Name.Length >= 0 ? member.Value : default));
    }

    private static bool TryParse(byte[] bytes, out RawEvent parsed)
    {
        parsed = default;
        try
        {
            parsed = RawEvent.Parse(bytes);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
