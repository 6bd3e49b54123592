namespace OnePassword.Events.Tests.Formats;

/// <summary>Formats have names, by which configurations select them.</summary>
public sealed class EventFormatTests
{
    [Test]
    public void Every_format_is_found_by_its_name()
    {
        Assert.That(EventFormat.All.Select(format => format.Name), Is.EqualTo(new[] { "raw", "envelope", "ecs", "ocsf" }));
        foreach (var format in EventFormat.All)
        {
            Assert.That(EventFormat.TryParse(format.Name, out var parsed), Is.True);
            Assert.That(parsed, Is.SameAs(format));
            Assert.That(format.ToString(), Is.EqualTo(format.Name));
        }
    }

    [TestCase("RAW")]
    [TestCase("")]
    [TestCase(null)]
    public void Other_name_is_not_a_format(string? name) => Assert.That(EventFormat.TryParse(name, out _), Is.False);

    [Test]
    public void Missing_argument_is_rejected_by_every_format() => Assert.Multiple(() =>
    {
        foreach (var format in EventFormat.All)
        {
            Assert.That(() => format.Write(default, null!, Formatted.NewOutput()), Throws.ArgumentNullException);
            Assert.That(() => format.Write(default, Formatted.Origin, null!), Throws.ArgumentNullException);
        }
    });
}
