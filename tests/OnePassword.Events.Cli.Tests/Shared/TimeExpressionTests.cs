using System.Globalization;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Tests.Shared;

[Category("InProcess")]
public sealed class TimeExpressionTests
{
    // In UTC, it is still the day before.
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-03-01T01:30:00+02:00", CultureInfo.InvariantCulture);

    [TestCase("90m", "2026-02-28T22:00:00Z")]
    [TestCase("2026-01-31", "2026-01-31T00:00:00Z")]
    [TestCase("2024-02-29", "2024-02-29T00:00:00Z")]
    [TestCase("2026-01-31T08:00:00", "2026-01-31T08:00:00Z")]
    [TestCase("2026-01-31 08:00:00.5", "2026-01-31T08:00:00.5Z")]
    [TestCase("2026-01-31T08:00:00Z", "2026-01-31T08:00:00Z")]
    [TestCase("2026-01-31T00:00:00+02:00", "2026-01-30T22:00:00Z")]
    [TestCase("today", "2026-02-28T00:00:00Z")]
    [TestCase("yesterday", "2026-02-27T00:00:00Z")]
    [TestCase("now", "2026-02-28T23:30:00Z")]
    public void Time_is_in_UTC_unless_it_has_an_offset(string text, string expected) =>
        Assert.That(
            TimeExpression.TryParse(text)?.Resolve(Now).UtcDateTime,
            Is.EqualTo(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture).UtcDateTime));

    [TestCase("")]
    [TestCase("Z")]
    [TestCase("2026")]
    [TestCase("2026-01")]
    [TestCase("2026-1-31")]
    [TestCase("2026-13-31")]
    [TestCase("2025-02-29")]
    [TestCase("20260131")]
    [TestCase("2026-01-31T")]
    [TestCase("2026-01-31Z")]
    [TestCase("2026-01-31T08")]
    [TestCase("2026-01-31T08:00:00ZZ")]
    [TestCase(" today")]
    [TestCase("TODAY")]
    [TestCase("tomorrow")]
    public void Other_text_is_not_a_time(string text) => Assert.That(TimeExpression.TryParse(text), Is.Null);
}
