using System.Globalization;

namespace OnePassword.Events.Generated.Tests;

[TestFixture]
public class EventTimeParsingTests
{
    [TestCase("2024-12-02T11:54:19Z", "2024-12-02T11:54:19.0000000+00:00")]
    [TestCase("2024-12-02T11:54:19.7Z", "2024-12-02T11:54:19.7000000+00:00")]
    [TestCase("2024-12-02T11:54:19.71Z", "2024-12-02T11:54:19.7100000+00:00")]
    [TestCase("2024-12-02T11:54:19.710Z", "2024-12-02T11:54:19.7100000+00:00")]
    [TestCase("2024-12-02T11:54:19.7104Z", "2024-12-02T11:54:19.7104000+00:00")]
    [TestCase("2024-12-02T11:54:19.71045Z", "2024-12-02T11:54:19.7104500+00:00")]
    [TestCase("2024-12-02T11:54:19.710457Z", "2024-12-02T11:54:19.7104570+00:00")]
    [TestCase("2024-12-02T11:54:19.7104574Z", "2024-12-02T11:54:19.7104574+00:00")]
    [TestCase("2024-12-02T11:54:19.71045749Z", "2024-12-02T11:54:19.7104574+00:00")]
    [TestCase("2024-12-02T11:54:19.999999999Z", "2024-12-02T11:54:19.9999999+00:00")]
    [TestCase("2024-12-02T11:54:19.00000000000000000000000000000001Z", "2024-12-02T11:54:19.0000000+00:00")]
    [TestCase("2020-06-11T16:32:50-03:00", "2020-06-11T16:32:50.0000000-03:00")]
    [TestCase("2020-06-11T16:32:50.123456789+05:45", "2020-06-11T16:32:50.1234567+05:45")]
    [TestCase("2020-06-11T16:32:50+14:00", "2020-06-11T16:32:50.0000000+14:00")]
    [TestCase("2020-06-11T16:32:50-14:00", "2020-06-11T16:32:50.0000000-14:00")]
    [TestCase("2020-06-11T16:32:50-00:00", "2020-06-11T16:32:50.0000000+00:00")]
    [TestCase("2020-06-11t16:32:50z", "2020-06-11T16:32:50.0000000+00:00")]
    [TestCase("2020-06-11 16:32:50Z", "2020-06-11T16:32:50.0000000+00:00")]
    [TestCase("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.0000000+00:00")]
    [TestCase("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.9999999+00:00")]
    [TestCase("2016-12-31T23:59:60.5Z", "2016-12-31T23:59:59.9999999+00:00")]
    [TestCase("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000+00:00")]
    [TestCase("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.9999999+00:00")]
    [TestCase("9999-12-31T23:59:60Z", "9999-12-31T23:59:59.9999999+00:00")]
    public void The_value_is_truncated_to_100_ns_and_the_text_is_kept(string text, string value)
    {
        var time = EventTime.Parse(text);

        Assert.That(time.Value.ToString("O", CultureInfo.InvariantCulture), Is.EqualTo(value));
        Assert.That(time.Text, Is.EqualTo(text));
    }

    [TestCase("")]
    [TestCase("Z")]
    [TestCase("2024-12-02")]
    [TestCase("2024-12-02T11:54Z")]
    [TestCase("2024-12-02T11:54:19")]
    [TestCase("2024-12-02T11:54:19.")]
    [TestCase("2024-12-02T11:54:19.Z")]
    [TestCase("2024-12-02T11:54:19,5Z")]
    [TestCase("2024-12-02T11:54:19.5")]
    [TestCase("2024-12-02T11:54:19.5ZZ")]
    [TestCase(" 2024-12-02T11:54:19Z")]
    [TestCase("2024-12-02T11:54:19Z ")]
    [TestCase("2024-12-02T11:54:19+0300")]
    [TestCase("2024-12-02T11:54:19+03")]
    [TestCase("2024-12-02T11:54:19+3:00")]
    [TestCase("2024-12-02T11:54:19+03:60")]
    [TestCase("2024-12-02T11:54:19+14:01")]
    [TestCase("2024-12-02T11:54:19-99:00")]
    [TestCase("2024-12-02T11:54:19~03:00")]
    [TestCase("2024-02-30T00:00:00Z")]
    [TestCase("2023-02-29T00:00:00Z")]
    [TestCase("2024-00-01T00:00:00Z")]
    [TestCase("2024-13-01T00:00:00Z")]
    [TestCase("2024-04-31T00:00:00Z")]
    [TestCase("2024-04-00T00:00:00Z")]
    [TestCase("2024-12-02T24:00:00Z")]
    [TestCase("2024-12-02T23:60:00Z")]
    [TestCase("2024-12-02T23:59:61Z")]
    [TestCase("2024/12/02T11:54:19Z")]
    [TestCase("2024-12-02X11:54:19Z")]
    [TestCase("2024-12-02T11.54.19Z")]
    [TestCase("٢٠٢٤-12-02T11:54:19Z")]
    [TestCase("0000-01-01T00:00:00Z")]
    [TestCase("12024-12-02T11:54:19Z")]
    [TestCase("0001-01-01T00:00:00+00:01")]
    [TestCase("9999-12-31T23:59:59-00:01")]
    [TestCase("1733140459")]
    public void Other_text_is_not_a_time(string text)
    {
        Assert.That(EventTime.TryParse(text, out var time), Is.False);
        Assert.That(time, Is.EqualTo(default(EventTime)));
        Assert.That(() => EventTime.Parse(text), Throws.TypeOf<FormatException>().With.Message.Contains($"'{text}'"));
    }

    [Test]
    public void Null_is_not_a_time() => Assert.That(EventTime.TryParse(null, out _), Is.False);

    [Test]
    public void Random_text_never_throws_and_a_parsed_time_equals_that_of_NET()
    {
        const string Alphabet = "0123456789-+:.TtZz ,x\0٣";
        var random = new Random(20241202);
        var read = 0;

        for (var i = 0; i < 5000; i++)
        {
            var text = "2024-12-02T11:54:19.7104574+05:30".ToCharArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                text[random.Next(text.Length)] = Alphabet[random.Next(Alphabet.Length)];
            var mutated = new string(text, 0, random.Next(4) == 0 ? random.Next(text.Length + 1) : text.Length);

            if (!EventTime.TryParse(mutated, out var time))
                continue;
            read++;
            Assert.That(time.Text, Is.EqualTo(mutated));
            if (!mutated.Contains(":60", StringComparison.Ordinal) && time.Text.Length == text.Length)
                Assert.That(time.Value, Is.EqualTo(DateTimeOffset.Parse(mutated, CultureInfo.InvariantCulture)), mutated);
        }

        Assert.That(read, Is.GreaterThan(500), "Too few of the texts are times.");
    }
}
