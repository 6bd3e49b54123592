using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Tests.Shared;

[Category("InProcess")]
public sealed class DurationTests
{
    [TestCase("200ms", 0.2)]
    [TestCase("30s", 30)]
    [TestCase("90m", 5_400)]
    [TestCase("24h", 86_400)]
    [TestCase("120d", 10_368_000)]
    [TestCase("1.5d", 129_600)]
    [TestCase("0s", 0)]
    public void Duration_is_a_number_with_a_unit(string text, double seconds)
    {
        Assert.That(Duration.TryParse(text, out var duration), Is.True);
        Assert.That(duration, Is.EqualTo(TimeSpan.FromSeconds(seconds)));
    }

    [TestCase("")]
    [TestCase("s")]
    [TestCase("5")]
    [TestCase("5w")]
    [TestCase("5 s")]
    [TestCase("-5s")]
    [TestCase("+5s")]
    [TestCase("1,5s")]
    [TestCase("5ss")]
    [TestCase("5sm")]
    [TestCase("5h30m")]
    [TestCase("1e3s")]
    [TestCase("NaNs")]
    [TestCase("36501d")]
    public void Other_text_is_not_a_duration(string text) => Assert.That(Duration.TryParse(text, out _), Is.False);
}
