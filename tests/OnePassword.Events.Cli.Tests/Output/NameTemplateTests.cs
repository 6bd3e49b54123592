using OnePassword.Events.Cli.Output;

namespace OnePassword.Events.Cli.Tests.Output;

[Category("InProcess")]
public sealed class NameTemplateTests
{
    [TestCase("out", "out")]
    [TestCase("{account}", "ACME")]
    [TestCase("out/{account}/{feed}-{account}", "out/ACME/FEED-ACME")]
    [TestCase("{{account}}", "{account}")]
    [TestCase("{{{account}}}", "{ACME}")]
    [TestCase("", "")]
    public void Placeholders_are_filled_and_double_braces_are_braces(string text, string expected) => Assert.That(
        NameTemplate.Parse(text, NameTemplate.Account, NameTemplate.Feed).Fill(placeholder => placeholder[1..^1].ToUpperInvariant())
            .Replace("ACCOUNT", "ACME", StringComparison.Ordinal),
        Is.EqualTo(expected));

    [TestCase("{tenant}", "{tenant}")]
    [TestCase("{account}/{Feed}", "{Feed}")]
    [TestCase("{}", "{}")]
    [TestCase("{account", "{")]
    [TestCase("account}", "}")]
    public void Other_placeholders_are_rejected_with_the_known_ones(string text, string unknown) => Assert.That(
        () => NameTemplate.Parse(text, NameTemplate.Account, NameTemplate.Feed),
        Throws.TypeOf<FormatException>().With.Message.EqualTo(
            $"contains {unknown}, which is not {{account}} or {{feed}}. Write {{{{ or }}}} for a brace."));

    [TestCase("{account}", true)]
    [TestCase("{{account}}", false)]
    [TestCase("account", false)]
    public void Template_states_whether_it_contains_a_placeholder(string text, bool contains) =>
        Assert.That(NameTemplate.ParseFolder(text).Contains(NameTemplate.Account), Is.EqualTo(contains));
}
