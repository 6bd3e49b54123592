using System.Buffers;
using System.Text.Json;

namespace OnePassword.Events.Tests.Readme;

/// <summary>Runs the code of the guide of formats.</summary>
public sealed class FormatExampleTests
{
    [Test]
    public void Format_example_writes_each_event_of_a_page()
    {
        var clock = new FakeTimeProvider();
        var output = new ArrayBufferWriter<byte>();
        using var page = RawEventPage.Parse("""{"cursor":"c","items":[{"object_type":"gm","object_uuid":"G","action":"join"}]}"""u8.ToArray());

        // <format>
        var origin = new EventOrigin { Account = "acme", Feed = FeedNames.AuditEvents, ReadAt = clock.GetUtcNow() };
        foreach (var auditEvent in page.Items)
            EventFormat.Ocsf.Write(auditEvent, origin, output);
        // </format>
        Assert.That(JsonElement.Parse(output.WrittenSpan).GetProperty("type_uid").GetInt32(), Is.EqualTo(300603));
    }
}
