using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Tests.Shared;

[Category("InProcess")]
public sealed class WordWrapTests
{
    [TestCase("one two three", 13, "one two three")]
    [TestCase("one two three", 12, "one two|three")]
    [TestCase("one two three", 7, "one two|three")]
    [TestCase("one two three", 3, "one|two|three")]
    [TestCase("  one two three", 8, "  one|  two|  three")]
    [TestCase("key    one two three", 15, "key    one two|       three")]
    [TestCase("the key    one two", 15, "the key    one|two")]
    [TestCase("lengthy-word1 one", 5, "lengthy-word1|one")]
    [TestCase("one lengthy-word1 two", 6, "one|lengthy-word1|two")]
    [TestCase("", 5, "")]
    [TestCase("one two  ", 80, "one two")]
    public void Lines_break_between_words_and_continue_below_the_second_column(string line, int width, string expected) =>
        Assert.That(string.Join('|', WordWrap.Lines(line, width)), Is.EqualTo(expected));

    [Test]
    public void Text_is_wrapped_line_by_line() => Assert.That(WordWrap.Wrap("one two\nthree\n", 4), Is.EqualTo("one\ntwo\nthree\n"));

    [Test]
    public void Text_without_a_terminal_is_not_wrapped() =>
        Assert.That(WordWrap.Wrap("one two three", width: null), Is.EqualTo("one two three"));

    [Test]
    public void Continued_command_ends_with_a_backslash() =>
        Assert.That(WordWrap.Lines("  op-events export --gzip", 21, 6, " \\"), Is.EqualTo(new[] { "  op-events export \\", "      --gzip" }));
}
