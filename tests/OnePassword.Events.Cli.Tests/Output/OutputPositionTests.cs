using OnePassword.Events.Cli.Output;

namespace OnePassword.Events.Cli.Tests.Output;

/// <summary>A stored position is parsed without changes or rejected.</summary>
[Category("InProcess")]
public sealed class OutputPositionTests
{
    private static readonly DateTimeOffset Opened = new(2026, 1, 31, 12, 0, 0, 123, TimeSpan.Zero);

    [TestCase("auditevents-00000001.ndjson", 0)]
    [TestCase("auditevents-00000001.ndjson.gz", 12)]
    [TestCase("\"Zürich\" ~ 😀-auditevents-99999999.ndjson", long.MaxValue)]
    public void Output_position_round_trips_through_JSON(string file, long length)
    {
        foreach (
            var opened in new[] { Opened, Opened.AddTicks(1), Opened.ToOffset(TimeSpan.FromHours(-5)), DateTimeOffset.MinValue, DateTimeOffset.MaxValue })
        {
            var position = new OutputPosition(file, length, opened);
            var back = OutputPosition.Parse(position.ToJson());
            Assert.That(back, Is.EqualTo(position));
            Assert.That(back!.Opened.Offset, Is.EqualTo(opened.Offset));
        }
    }

    [Test]
    public void Output_position_is_stored_as_plain_JSON() => Assert.That(
        new OutputPosition("auditevents-00000001.ndjson", 12, Opened).ToJson(),
        Is.EqualTo("""{"file":"auditevents-00000001.ndjson","length":12,"opened":"2026-01-31T12:00:00.123+00:00"}"""));

    [Test]
    public void Next_output_position_is_the_start_of_the_next_file([Values] bool gzip) => Assert.That(
        new OutputPosition("a-00000009.ndjson", 12, Opened).Next(gzip, Opened.AddDays(1)),
        Is.EqualTo(new OutputPosition(gzip ? "a-00000010.ndjson.gz" : "a-00000010.ndjson", 0, Opened.AddDays(1))));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("\ud800")]
    [TestCase("""{"file":"a-00000001.ndjson","length":1}""")]
    [TestCase("""{"file":"a-00000001.ndjson","opened":"2026-01-31T12:00:00+00:00"}""")]
    [TestCase("""{"length":1,"opened":"2026-01-31T12:00:00+00:00"}""")]
    [TestCase("""{"file":null,"length":1,"opened":"2026-01-31T12:00:00+00:00"}""")]
    [TestCase("""{"file":"\ud800-00000001.ndjson","length":1,"opened":"2026-01-31T12:00:00+00:00"}""")]
    [TestCase("""{"file":"/etc/a-00000001.ndjson","length":1,"opened":"2026-01-31T12:00:00+00:00"}""")]
    [TestCase("""{"file":"a-00000001.ndjson.open","length":1,"opened":"2026-01-31T12:00:00+00:00"}""")]
    [TestCase("""{"file":"passwd","length":1,"opened":"2026-01-31T12:00:00+00:00"}""")]
    [TestCase("""{"file":"a-00000001.ndjson","length":-1,"opened":"2026-01-31T12:00:00+00:00"}""")]
    [TestCase("""{"file":"a-00000001.ndjson","length":1e99,"opened":"2026-01-31T12:00:00+00:00"}""")]
    [TestCase("""{"file":"a-00000001.ndjson","length":1,"opened":"yesterday"}""")]
    public void Other_text_is_not_an_output_position(string? text) => Assert.That(OutputPosition.Parse(text), Is.Null);

    [Test]
    public void Corrupt_text_is_not_a_position_or_a_valid_one()
    {
        var text = new OutputPosition("auditevents-00000001.ndjson", 12, Opened).ToJson();
        for (var at = 0; at < text.Length; at++)
        {
            Assert.That(OutputPosition.Parse(text[..at]), Is.Null);
            foreach (var other in "\0\"\\{}/9-\ud800")
                Assert.That(() => OutputPosition.Parse($"{text[..at]}{other}{text[(at + 1)..]}"), Throws.Nothing);
        }
    }
}
